"""Trackio shows what the run folders hold. Its storage is read with plain SQLite, its page with a real browser.

Trackio fixes its folder at import and starts threads, so each check runs it in a process of its own; warnings are
errors there too, and a connection to anything but this computer ends it.
"""

import contextlib
import json
import math
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from browser import CHROMIUM, FLAGS
from unstuck.errors import UnstuckError
from unstuck.runs import Run, read_run
from unstuck.runs.rows import baseline_line, baseline_rows, placed_epochs, recipe, step_rows
from unstuck.runs.trackio import sync

pytest.importorskip("trackio", reason="the dashboard is optional: pip install 'unstuck[dashboard]'")

GUARD = """if True:
    import socket, sys
    real = socket.socket.connect
    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"connected to {address}")
        return real(self, address)
    socket.socket.connect = connect
    def lookup(host, *rest, real=socket.getaddrinfo, **more):
        assert host in ("127.0.0.1", "::1", "localhost", None), f"looked up {host}"
        return real(host, *rest, **more)
    socket.getaddrinfo = lookup
"""
RECIPE = {"loss": "mse", "optimizer": {"class_name": "Adam", "config": {"learning_rate": 0.001}}, "batch_size": 32}
BASELINE = {"train": {"class": "not five", "share": 0.9097}, "validation": {"class": "not five", "share": 0.9108}}
FINDINGS = [
    {
        "check": "raw",
        "cause": "Raw pixels",
        "severity": 0.9,
        "verdict": "confirmed",
        "fix": {"title": "Scale by 1/255"},
    },
    {"check": "few", "cause": "Still falling", "severity": 0.5, "verdict": "untested", "evidence": {"slope": -0.1}},
    {"check": "no", "cause": "Not this", "severity": 0.9, "verdict": "refuted"},
]
STEPS = 4


def append(run, epoch):
    loss = math.nan if epoch == 2 else 1 / epoch
    logs = {"loss": loss, "accuracy": 0.9, "val_loss": 2 / epoch, "val_accuracy": 0.9 + epoch / 1000}
    run.append(epoch, logs, {"loss": [epoch + step / 10 for step in range(STEPS)], "accuracy": [0.5] * STEPS}, 0.2)


def a_run(root, epochs=3, status="finished", findings=(), name="mlp"):
    run = Run.create(name, RECIPE, root=root, baseline=BASELINE)
    for epoch in range(1, epochs + 1):
        append(run, epoch)
    if findings:
        run.write_findings(findings)
    if status:
        run.finish(status)
    return run


@pytest.fixture
def place(tmp_path):
    return {"root": tmp_path / "runs", "trackio": tmp_path / "trackio"}


def start(place, code, **options):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRACKIO_", "GRADIO_"))}
    environment |= {"TRACKIO_DIR": str(place["trackio"]), "HOME": str(place["trackio"].parent)}
    command = [sys.executable, "-W", "error", "-c", GUARD + code, str(place["root"])]
    return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, **options)


def run_sync(place, code="    print(tuple(sync(sys.argv[1], 'test')))"):
    with start(place, "    from unstuck.runs.trackio import sync\n" + code) as process:
        out = process.stdout.read()
    assert process.returncode == 0
    return out.strip()


def query(place, sql, *values):
    with contextlib.closing(sqlite3.connect(place["trackio"] / "test.db")) as connection:
        return connection.execute(sql, values).fetchall()


def rows_of(place, run_id):
    found = query(place, "SELECT step, metrics FROM metrics WHERE run_id = ? ORDER BY timestamp, id", run_id)
    return [(step, json.loads(metrics)) for step, metrics in found]


def test_trackio_holds_every_epoch_every_step_and_the_config(place):
    run = a_run(place["root"])
    assert run_sync(place) == "(1, 3, 0)"
    rows = rows_of(place, run.id)
    assert len(rows) == 3 * (STEPS + 1)
    epochs = [(step, metrics) for step, metrics in rows if "val_loss" in metrics]
    assert [step for step, _ in epochs] == [4, 8, 12]
    assert epochs[0][1] == {"epoch": 1, "loss": 1.0, "accuracy": 0.9, "val_loss": 2.0, "val_accuracy": 0.901}
    assert epochs[1][1]["loss"] == "NaN"  # Trackio's own way to write it
    steps = [(step, metrics["epoch"], metrics["steps/loss"]) for step, metrics in rows if "steps/loss" in metrics]
    assert [step for step, _, _ in steps] == list(range(1, 13))
    assert steps[4] == (5, 1.25, 2.0)
    (config,) = query(place, "SELECT config FROM configs WHERE run_id = ?", run.id)[0]
    expected = {"loss": "mse", "optimizer": "Adam", "learning_rate": 0.001, "batch_size": 32, "status": "finished"}
    assert json.loads(config).items() >= expected.items()


def test_the_baseline_is_a_line_across_every_accuracy_chart(place):
    a_run(place["root"])
    run_sync(place)
    (name,), *others = query(place, "SELECT DISTINCT run_name FROM metrics WHERE run_id LIKE 'baseline-%'")
    assert name == "baseline: always answering “not five” (91.1 %)"
    assert not others
    (run_id,) = query(place, "SELECT DISTINCT run_id FROM metrics WHERE run_name = ?", name)[0]
    rows = rows_of(place, run_id)
    assert [step for step, _ in rows] == [0, 4, 8, 12]
    for step, metrics in rows:
        assert metrics == {
            "epoch": step / STEPS,
            "accuracy": 0.9097,
            "steps/accuracy": 0.9097,
            "val_accuracy": 0.9108,
        }


def test_findings_are_alerts(place):
    run = a_run(place["root"], findings=FINDINGS)
    assert run_sync(place) == "(1, 3, 3)"
    alerts = query(place, "SELECT title, text, level, step, run_id FROM alerts ORDER BY id")
    assert [(title, level) for title, _, level, _, _ in alerts] == [
        ("Raw pixels", "error"),
        ("Still falling", "warn"),
        ("Not this", "info"),
    ]
    assert "Scale by 1/255" in alerts[0][1]
    assert "slope = -0.1" in alerts[1][1]
    assert {(step, run_id) for _, _, _, step, run_id in alerts} == {(12, run.id)}


def test_a_second_sync_adds_nothing_even_when_its_memory_is_lost(place):
    for name in ("one", "two"):  # they share one baseline
        a_run(place["root"], name=name, findings=FINDINGS)
    assert run_sync(place) == "(2, 6, 6)"
    counts = "SELECT (SELECT COUNT(*) FROM metrics), (SELECT COUNT(*) FROM alerts), (SELECT COUNT(*) FROM configs)"
    before = query(place, counts)
    assert before == [(2 * 3 * (STEPS + 1) + 4, 6, 2)]
    assert run_sync(place) == "(0, 0, 0)"
    with contextlib.closing(sqlite3.connect(place["trackio"] / "test.db")) as connection:
        connection.execute("DELETE FROM project_metadata WHERE key LIKE 'unstuck:%'")  # as after a crash in between
        connection.commit()
    run_sync(place)
    assert query(place, counts) == before


def test_a_live_run_is_followed_until_it_ends(place):
    run = a_run(place["root"], epochs=1, status=None)
    code = """
    from unstuck.runs import open_run
    print(tuple(sync(open_run("latest", sys.argv[1]), "test", follow=True, poll_seconds=0.05)))
    """
    with start(place, "    from unstuck.runs.trackio import sync" + code) as follower:
        for epoch in range(2, 6):
            append(run, epoch)
            wait_for(lambda epoch=epoch: len(rows_of(place, run.id)) == epoch * (STEPS + 1))
            (config,) = query(place, "SELECT config FROM configs WHERE run_id = ?", run.id)[0]
            assert json.loads(config)["status"] == "running"
        run.write_findings(FINDINGS[:1])
        run.finish("stopped")
        told = follower.stdout.read().strip().splitlines()[-1]
    assert follower.returncode == 0
    assert told.endswith(", 5, 1)")
    assert [step for step, metrics in rows_of(place, run.id) if "val_loss" in metrics] == [4, 8, 12, 16, 20]
    (config,) = query(place, "SELECT config FROM configs WHERE run_id = ?", run.id)[0]
    assert json.loads(config)["status"] == "stopped"
    assert len(query(place, "SELECT * FROM alerts")) == 1


def test_without_trackio_the_error_says_how_to_install_it(tmp_path, monkeypatch):
    a_run(tmp_path)
    for name in ("trackio", "trackio.sqlite_storage"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UnstuckError, match=r"pip install 'unstuck\[dashboard\]'"):
        sync(tmp_path)


def test_a_broken_run_does_not_stop_the_others(place):
    good, bad = a_run(place["root"]), a_run(place["root"], name="bad", findings=[{"evidence": [1], "fix": "text"}])
    (bad.path / "config.json").write_text("{")
    (bad.path / "history.jsonl").write_bytes(
        b'\x00\n{"epoch":1,"logs":{"loss":"x"},"seconds":"y","steps":{"loss":3}}\n'
    )
    run_sync(place)
    assert len(rows_of(place, good.id)) == 3 * (STEPS + 1)
    assert len(rows_of(place, bad.id)) == 1


def test_rows_of_a_run_never_go_back_in_time(tmp_path):
    run = a_run(tmp_path)
    lines = [json.loads(line) for line in (run.path / "history.jsonl").read_text().splitlines()]
    lines[1]["time"] = lines[0]["time"] - 3600  # the clock was set back
    (run.path / "history.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    record = read_run(run.path)
    rows = [row for epoch in placed_epochs(record) for row in step_rows(run.id, epoch)]
    assert [row.time for row in rows] == sorted(row.time for row in rows)
    assert len({row.key for row in rows}) == len(rows) == 12


def test_without_validation_the_training_share_is_the_baseline(tmp_path):
    run = Run.create("m", RECIPE, root=tmp_path, baseline={"train": {"class": 3, "share": 0.1}})
    run.append(1, {"loss": 1.0, "acc": 0.2}, {}, 1.0)
    record = read_run(run.path)
    line = baseline_line(record)
    assert line.name == "baseline: always answering “3” (10.0 %)"
    rows = [row for epoch in placed_epochs(record) for row in baseline_rows(line, epoch)]
    assert [(row.step, row.metrics) for row in rows] == [(0, {"epoch": 0, "acc": 0.1}), (1, {"epoch": 1, "acc": 0.1})]


def test_a_recipe_is_flat():
    schedule = {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.1}}
    assert recipe({"optimizer": {"class_name": "SGD", "config": {"learning_rate": schedule}}, "model": {"a": 1}}) == {
        "optimizer": "SGD",
        "learning_rate": "CosineDecay",
    }
    assert recipe({"loss": {"class_name": "function", "config": "mse"}, "optimizer": "adam"}) == {
        "loss": "mse",
        "optimizer": "adam",
    }


def wait_for(what, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, sqlite3.Error):  # not there yet
            if what():
                return
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def open_dashboard(place):
    """The dashboard in its own process; ends as a person ends it, by Ctrl-C."""
    port = free_port()
    code = f"""
    from unstuck.runs.trackio import dashboard
    told = lambda url: print(url, flush=True)
    dashboard(sys.argv[1], "test", open_browser=False, port={port}, poll_seconds=0.1, ready=told)
    print("closed")
    """
    with start(place, code) as process:
        try:
            url = process.stdout.readline().strip()
            assert url.startswith(f"http://127.0.0.1:{port}")
            assert url.endswith("&x_axis=epoch&smoothing=0")  # these runs have few steps an epoch
            yield url, process
        finally:
            process.send_signal(2)
            said = process.stdout.read()
    assert said.endswith("closed\n")
    assert process.returncode == 0


def test_the_dashboard_serves_this_computer_only(place):
    a_run(place["root"])
    with open_dashboard(place) as (url, process):
        assert urllib.request.urlopen(url, timeout=10).status == 200
        listening = {line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines() if " 0A " in line}
        port = f"{urllib.parse.urlsplit(url).port:04X}"
        assert [address for address in listening if address.endswith(f":{port}")] == [f"0100007F:{port}"]
        assert process.poll() is None


def test_the_dashboard_without_runs_or_port_says_so(place):
    code = """
    from unstuck.errors import UnstuckError
    from unstuck.runs import Run
    from unstuck.runs.trackio import dashboard
    try:
        dashboard(sys.argv[1], "test", open_browser=False)
    except UnstuckError as error:
        print(error)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        Run.create("m", {}, root=sys.argv[1])
        try:
            dashboard(sys.argv[1], "test", open_browser=False, port=taken.getsockname()[1])
        except UnstuckError as error:
            print(error)
    """
    told = run_sync(place, code)
    assert "unstuck train mlp mnist" in told
    assert "Give another --port" in told


@pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium to look at the page")
def test_the_page_shows_charts_baseline_alerts_and_new_runs_while_open(place, tmp_path):
    playwright = pytest.importorskip("playwright.sync_api", reason="needs: pip install playwright")
    a_run(place["root"], findings=FINDINGS)
    with open_dashboard(place) as (url, _), playwright.sync_playwright() as driver:
        browser = driver.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=CHROMIUM,
            args=FLAGS,
            viewport={"width": 1500, "height": 1500},
        )
        with contextlib.closing(browser):
            page = browser.new_page()
            asked = []
            page.on("request", lambda request: asked.append(request.url))
            page.goto(url)
            see = playwright.expect
            charts = page.locator("canvas, svg.marks")
            see(page.get_by_text("baseline: always answering “not five” (91.1 %)").first).to_be_visible(timeout=30_000)
            see(page.get_by_text("Raw pixels")).to_be_visible(timeout=30_000)
            for chart in ("accuracy", "loss", "val_accuracy", "val_loss"):
                see(page.get_by_text(chart, exact=True).first).to_be_visible(timeout=30_000)
            see(charts).to_have_count(6, timeout=30_000)  # four of epochs, two of steps
            live = a_run(place["root"], epochs=2, status=None, name="live")
            see(page.get_by_text(live.id).first).to_be_visible(timeout=30_000)
            page.screenshot(path=os.environ.get("UNSTUCK_SCREENSHOT", str(tmp_path / "page.png")), full_page=True)
        outside = [address for address in asked if not address.startswith(("http://127.0.0.1:", "data:", "blob:"))]
        assert not outside
