"""Runs are folders that survive kills, full disks and broken files."""

import errno
import json
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import unstuck.runs
from unstuck.errors import UnstuckError
from unstuck.report.runs import show_run, show_runs, sparkline
from unstuck.runs import Run, list_runs, open_run, read_run
from unstuck.runs.environment import process_birth
from unstuck.runs.files import to_float, to_json

RECIPE = {
    "loss": "binary_crossentropy",
    "optimizer": {"class_name": "Adam", "config": {"learning_rate": 0.001}},
    "metrics": ["accuracy", {"class_name": "AUC", "config": {"name": "area"}}],
    "batch_size": 32,
    "seed": 7,
}
BASELINE = {"train": {"class": "not five", "share": 0.9097}, "validation": {"class": "not five", "share": 0.9108}}
FINDING = {
    "check": "raw_pixels",
    "fault": "input_scaling",
    "severity": 0.9,
    "cause": "The inputs are [raw] pixels",
    "evidence": {"max": np.float32(255)},
    "fix": {"title": "Scale by 1/255", "safety": "safe", "edits": []},
    "verdict": "confirmed",
}


def a_run(root, name="mlp", epochs=2, status="finished", steps=3):
    run = Run.create(name, RECIPE, root=root, baseline=BASELINE)
    for epoch in range(1, epochs + 1):
        logs = {"loss": 1 / epoch, "accuracy": 0.9, "val_loss": 1.1 / epoch, "val_accuracy": 0.9 + epoch / 100}
        run.append(epoch, logs, {"loss": np.full(steps, 0.5), "accuracy": [0.5] * steps}, 1.5)
    if status:
        run.finish(status)
    return run


def python(code, *arguments, **options):
    return subprocess.Popen([sys.executable, "-W", "error", "-c", code, *map(str, arguments)], **options)


def test_the_door():
    values = ["Checkpoint", "Checkpoints", "EpochLine", "EpochLog", "Run", "RunRecord"]
    functions = ["ending", "list_runs", "open_run", "other_numbers", "read_run", "runs_root"]
    assert unstuck.runs.__all__ == values + functions


def test_writing_and_reading_runs_imports_no_framework_and_no_tracker(tmp_path):
    code = """if True:
        import sys
        from unstuck.runs import Run, list_runs
        run = Run.create("m", {}, root=sys.argv[1])
        run.append(1, {"loss": 1.0}, {"loss": [1.0]}, 1.0)
        run.finish("finished")
        assert len(list_runs(sys.argv[1])) == 1
        loaded = {"keras", "jax", "trackio", "tensorflow", "torch"} & set(sys.modules)
        assert not loaded, loaded
    """
    assert python(code, tmp_path).wait() == 0


def test_the_files_say_all_of_it(tmp_path):
    run = a_run(tmp_path, name="My MLP / v2!")
    run.write_findings([FINDING])
    assert run.path.parent == tmp_path
    stamp, _, rest = run.id.partition("-my-mlp-v2-")
    time.strptime(stamp, "%Y%m%d-%H%M%S")
    assert len(rest) == 4

    config = json.loads((run.path / "config.json").read_text())
    assert config.items() >= RECIPE.items()
    assert config["name"] == "My MLP / v2!"
    assert config["baseline"] == BASELINE
    assert config["metric_names"] == ["accuracy", "area"]
    env = json.loads((run.path / "env.json").read_text())
    assert env["pid"] == os.getpid()
    assert env["seed"] == 7
    assert env["numpy"] == np.__version__
    assert env["cpus"] == os.cpu_count()
    lines = [json.loads(line) for line in (run.path / "history.jsonl").read_text().splitlines()]
    assert [line["epoch"] for line in lines] == [1, 2]
    assert json.loads((run.path / "findings.json").read_text())[0]["evidence"] == {"max": 255.0}
    assert json.loads((run.path / "status.json").read_text())["status"] == "finished"
    assert sorted(path.name for path in run.path.iterdir()) == [
        "config.json",
        "env.json",
        "findings.json",
        "history.jsonl",
        "status.json",
    ]


def test_reading_gives_back_what_was_written(tmp_path):
    run = a_run(tmp_path)
    record = open_run(run.id, tmp_path)
    assert record.problem == ""
    assert record.status == "finished"
    assert [epoch for epoch, _, _ in record.epochs] == [1, 2]
    assert record.epochs[1].logs["val_loss"] == 0.55
    assert record.steps() == {"loss": [0.5] * 6, "accuracy": [0.5] * 6}
    assert record.summary() == {
        "status": "finished",
        "epochs": 2,
        "seconds": 3.0,
        "logs": {"loss": 0.5, "accuracy": 0.9, "val_loss": 0.55, "val_accuracy": 0.92},
        "best_val_accuracy": 0.92,
        "baseline": 0.9108,
        "findings": 0,
    }


def test_steps_keep_six_digits_and_numbers_that_json_lacks_survive(tmp_path):
    run = Run.create("nan", {"clip": math.inf}, root=tmp_path)
    run.append(1, {"loss": math.nan, "steps": -math.inf}, {"loss": [0.123456789, math.inf, math.nan]}, 0.1)

    def refuse(constant):
        raise AssertionError(f"{constant} is no JSON")

    for name in ("config.json", "history.jsonl"):
        json.loads((run.path / name).read_text(), parse_constant=refuse)
    record = read_run(run.path)
    assert math.isnan(record.epochs[0].logs["loss"])
    assert record.epochs[0].logs["steps"] == -math.inf  # a metric of that name does not confuse the quick reader
    first, second, third = record.steps()["loss"]
    assert (first, second) == (0.123457, math.inf)
    assert math.isnan(third)


@given(st.floats())
def test_every_float_comes_back(number):
    back = to_float(json.loads(to_json(number)))
    assert back == number or (math.isnan(back) and math.isnan(number))


def test_a_killed_run_keeps_every_finished_epoch(tmp_path):
    code = """if True:
        import sys, time
        from unstuck.runs import Run
        run = Run.create("victim", {}, root=sys.argv[1])
        for epoch in range(1, 100000):
            run.append(epoch, {"loss": 1 / epoch}, {"loss": [0.5] * 1875}, 0.01)
            print(epoch, flush=True)
    """
    with python(code, tmp_path, stdout=subprocess.PIPE, text=True) as writer:
        for line in writer.stdout:
            if int(line) == 20:
                break
        assert list_runs(tmp_path)[0].status == "running"
        writer.send_signal(signal.SIGKILL)
        told = [20, *(int(line) for line in writer.stdout)][-1]
    record = list_runs(tmp_path)[0]
    assert record.status == "killed"
    assert record.problem == ""
    numbers = [epoch.epoch for epoch in record.epochs]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= told  # what was said to be on disk is on disk
    assert len(record.steps()["loss"]) == 1875 * len(numbers)


def test_a_killed_run_that_nobody_waited_for_is_not_running(tmp_path):
    run = a_run(tmp_path, status=None)
    env = json.loads((run.path / "env.json").read_text())
    with python("input()", stdin=subprocess.PIPE) as child:
        writer = {"pid": child.pid, "process": process_birth(child.pid)}
        (run.path / "env.json").write_text(json.dumps({**env, **writer}))
        assert read_run(run.path).status == "running"
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # ended, and a zombie until the block's end
        assert read_run(run.path).status == "killed"


def test_a_process_number_given_to_another_is_not_ours(tmp_path):
    run = a_run(tmp_path, status=None)
    assert read_run(run.path).status == "running"
    env = json.loads((run.path / "env.json").read_text())
    (run.path / "env.json").write_text(json.dumps({**env, "process": "another boot:1"}))
    assert read_run(run.path).status == "killed"
    (run.path / "env.json").write_text(json.dumps({**env, "pid": 2**22 + 1, "host": "another computer"}))
    assert read_run(run.path).status == "running"  # cannot be known from here
    assert process_birth(2**22 + 1) is None


def test_a_torn_last_line_is_ignored_and_the_next_epoch_is_whole(tmp_path):
    run = a_run(tmp_path, status=None)
    with (run.path / "history.jsonl").open("ab") as file:
        file.write(b'{"epoch":3,"time":1,"seconds":1,"logs":{"loss":0.1},"steps":{"lo')
    record = read_run(run.path)
    assert [epoch.epoch for epoch in record.epochs] == [1, 2]
    assert record.problem == ""
    run.append(3, {"loss": 0.25}, {}, 1.0)
    assert [epoch.epoch for epoch in read_run(run.path).epochs] == [1, 2, 3]
    assert all(json.loads(line) for line in (run.path / "history.jsonl").read_text().splitlines())


@pytest.mark.parametrize("written", [0, 10])
def test_a_full_disk_leaves_the_earlier_epochs_and_says_what_to_do(tmp_path, monkeypatch, written):
    run = a_run(tmp_path, status=None)
    before = (run.path / "history.jsonl").read_bytes()
    real = os.write

    def full(handle, data):
        if written and len(data) > written:
            return real(handle, data[: len(data) - written])  # part of it fits
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(UnstuckError, match=r"No space left[\s\S]*What to do: Free some space"):
        run.append(3, {"loss": 1.0}, {}, 1.0)
    with pytest.raises(UnstuckError, match="No space left"):
        run.write_findings([FINDING])
    with pytest.raises(UnstuckError, match="No space left"):
        Run.create("second", {}, root=tmp_path)
    monkeypatch.undo()
    assert (run.path / "history.jsonl").read_bytes() == before
    assert sorted(path.name for path in run.path.iterdir()) == ["config.json", "env.json", "history.jsonl"]
    assert [path.name for path in tmp_path.iterdir()] == [run.id]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux' always full device")
def test_a_really_full_device(tmp_path):
    run = a_run(tmp_path, epochs=0, status=None)
    (run.path / "history.jsonl").symlink_to("/dev/full")
    with pytest.raises(UnstuckError, match="No space left"):
        run.append(1, {"loss": 1.0}, {}, 1.0)


def test_a_root_that_cannot_be_a_folder(tmp_path):
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(UnstuckError, match="set UNSTUCK_RUNS"):
        Run.create("m", {}, root=tmp_path / "runs")


def test_the_root_comes_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("UNSTUCK_RUNS", str(tmp_path / "elsewhere"))
    run = Run.create("m", {})
    assert run.path.parent == tmp_path / "elsewhere"
    assert open_run("latest").id == run.id
    monkeypatch.delenv("UNSTUCK_RUNS")
    monkeypatch.chdir(tmp_path)
    assert Run.create("m", {}).path.parent == Path("runs")


def test_git_state_is_the_working_directorys(tmp_path, monkeypatch):
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    monkeypatch.chdir(tmp_path)
    assert Run.create("m", {}, root=tmp_path / "r0").path
    (tmp_path / "file").write_text("1")
    for command in (["init", "-q"], ["add", "file"], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    clean = open_run(Run.create("m", {}, root=tmp_path / "r1").id, tmp_path / "r1")
    assert clean.env["git"] == {"commit": head, "dirty": False}
    (tmp_path / "file").write_text("2")
    changed = open_run(Run.create("m", {}, root=tmp_path / "r2").id, tmp_path / "r2")
    assert changed.env["git"] == {"commit": head, "dirty": True}
    assert open_run("latest", tmp_path / "r0").env["git"] is None


def test_an_unknown_ending_is_refused(tmp_path):
    run = a_run(tmp_path, status=None)
    with pytest.raises(UnstuckError, match="status='done'"):
        run.finish("done")


def test_newest_first_even_within_a_second(tmp_path):
    ids = [a_run(tmp_path, name=name).id for name in ("zebra", "apple", "mango")]
    assert [record.id for record in list_runs(tmp_path)] == ids[::-1]
    assert open_run("latest", tmp_path).id == ids[-1]


def test_opening_by_prefix_path_and_mistake(tmp_path):
    run, other = a_run(tmp_path, name="one"), a_run(tmp_path, name="one")
    assert open_run(run.id[:-1], tmp_path).id in (run.id, other.id)
    assert open_run(str(run.path)).id == run.id
    with pytest.raises(UnstuckError, match="fits 2 runs"):
        open_run(run.id[:8], tmp_path)
    with pytest.raises(UnstuckError, match=f"Did you mean.*{run.id}"):
        open_run(run.id.replace("one", "ono"), tmp_path)
    with pytest.raises(UnstuckError, match="no run there yet"):
        open_run("latest", tmp_path / "nowhere")


BREAKAGES = {
    "no config": lambda path: (path / "config.json").unlink(),
    "empty config": lambda path: (path / "config.json").write_text(""),
    "config is a list": lambda path: (path / "config.json").write_text("[]"),
    "env is binary": lambda path: (path / "env.json").write_bytes(b"\xff\x00"),
    "history has a bad line": lambda path: (path / "history.jsonl").write_bytes(b"\x00\x00\n{}\n[1]\n"),
    "history is a folder": lambda path: [(path / "history.jsonl").unlink(), (path / "history.jsonl").mkdir()],
    "findings are text": lambda path: (path / "findings.json").write_text('"hello"'),
    "status is torn": lambda path: (path / "status.json").write_text('{"stat'),
    "nested too deep": lambda path: (path / "findings.json").write_text("[" * 100_000),
}


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_a_broken_folder_is_listed_with_its_problem(tmp_path, breakage):
    good, bad = a_run(tmp_path), a_run(tmp_path, name="bad")
    BREAKAGES[breakage](bad.path)
    records = {record.id: record for record in list_runs(tmp_path)}
    assert records[good.id].problem == ""
    assert records[bad.id].problem
    assert records[bad.id].summary()
    console = Console(record=True, width=140, file=open(os.devnull, "w"))  # noqa: SIM115 - closed by the next line
    with console.file:
        show_runs(list(records.values()), console)
        show_run(records[bad.id], console)
    assert records[bad.id].problem in console.export_text()


def test_other_folders_are_no_runs(tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "file.txt").write_text("")
    (tmp_path / ".20260101-000000-x-1234.tmp").mkdir()
    assert list_runs(tmp_path) == []


def test_a_thousand_runs_are_listed(tmp_path):
    run = a_run(tmp_path, epochs=5, steps=1875)
    files = {path.name: path.read_bytes() for path in run.path.iterdir()}
    for number in range(999):
        copy = tmp_path / f"20200101-000000-copy-{number:04x}"
        copy.mkdir()
        for name, content in files.items():
            (copy / name).write_bytes(content)
    records = list_runs(tmp_path)
    assert len(records) == 1000
    assert all(len(record.epochs) == 5 for record in records)


def printed(show, value, width=140):
    console = Console(record=True, width=width, file=open(os.devnull, "w"))  # noqa: SIM115 - closed by the next line
    with console.file:
        show(value, console)
    return console.export_text()


def test_the_table_shows_the_accuracy_beside_the_baseline(tmp_path):
    run = a_run(tmp_path)
    run.write_findings([FINDING])
    for width in (80, 140):
        line = printed(show_runs, list_runs(tmp_path), width).splitlines()[1]
        assert run.id in line
        assert "92.00 %" in line
        assert "91.08 %" in line
        assert "finished" in line
        assert "…" not in line


def test_no_runs_say_how_to_make_one():
    assert printed(show_runs, []).strip() == "No runs yet. Make one with: unstuck train mlp mnist"


def test_one_run_shows_recipe_curves_baseline_and_findings(tmp_path):
    run = a_run(tmp_path)
    run.write_findings([FINDING])
    text = printed(show_run, read_run(run.path))
    for part in ("Adam", "0.001", "▁█", "91.08 %", "The inputs are [raw] pixels", "confirmed", "Scale by 1/255"):
        assert part in text


def test_sparkline_marks_what_is_no_number_and_keeps_the_ends():
    assert sparkline([1.0, 1.0]) == "▁▁"
    assert sparkline([]) == ""
    assert sparkline([math.nan, 0.0, math.inf, 7.0]) == "×▁×█"
    long = sparkline([*([0.0] * 499), 1.0], width=50)
    assert len(long) == 50
    assert long[-1] == "█"
