"""The real command, end to end, on the real data."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from commands import COMMAND, EXAMPLES, SMALL, environment, leftovers, unstuck
from unstuck.data import keras_arrays
from unstuck.data.fashion import local_folder

# The script alone under plain Keras; only `load_data` is replaced, since Keras pins the bytes of the file it downloads.
PLAIN_KERAS = """\
import runpy, sys
import keras, numpy as np
with np.load(sys.argv[1]) as file:
    (x_train, y_train), (x_test, y_test) = data = tuple((file[f"x_{k}"], file[f"y_{k}"]) for k in ("train", "test"))
for module in (keras.datasets.mnist, keras.datasets.fashion_mnist):
    module.load_data = lambda path="": data
keras.utils.set_random_seed(0)
runpy.run_path(sys.argv[2], run_name="__main__")
assert not [name for name in sys.modules if name.partition(".")[0] == "unstuck"]
"""


@dataclass(frozen=True)
class Debugged:
    """What `unstuck debug SCRIPT --json r.json --html r.html …` left behind."""

    folder: Path
    script: Path
    original: str
    exit_code: int
    report: dict[str, Any]
    text: str
    errors: str


def debug(folder: Path, name: str, *options: str) -> Debugged:
    script = folder / name
    shutil.copy(EXAMPLES / name, script)
    original = script.read_text()
    done = unstuck("debug", name, "--json", "r.json", *options, folder=folder)
    assert (folder / "r.json").exists(), done.stderr
    report = json.loads((folder / "r.json").read_text())
    return Debugged(folder, script, original, done.returncode, report, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def single(tmp_path_factory) -> Debugged:
    return debug(tmp_path_factory.mktemp("single"), "perceptron_single.py", "--write", "--html", "r.html")


@pytest.fixture(scope="module")
def sigmoid(tmp_path_factory) -> Debugged:
    return debug(tmp_path_factory.mktemp("sigmoid"), "perceptron_sigmoid.py", "--write")


@pytest.fixture(scope="module")
def fashion(tmp_path_factory) -> Debugged:
    if local_folder() is None:
        pytest.skip("Fashion-MNIST is not on this machine")
    return debug(
        tmp_path_factory.mktemp("fashion"), "fashion_perceptron.py", "--write", "--seconds", "150"
    )  # a busy machine too


@pytest.fixture(scope="module")
def healthy(tmp_path_factory) -> Debugged:
    return debug(tmp_path_factory.mktemp("mlp"), "mlp.py", "--write")


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    """A folder in which `unstuck train` has run once; its output is in out.txt."""
    folder = tmp_path_factory.mktemp("trained")
    done = unstuck("train", "mlp", "mnist", "--epochs", "1", "--json", "t.json", folder=folder)
    assert done.returncode == 0, done.stderr
    (folder / "out.txt").write_text(done.stdout)
    return folder


def line_of(source: str, start: str) -> int:
    return next(number for number, line in enumerate(source.splitlines(), 1) if line.startswith(start))


def flat(text: str) -> str:
    """The report's text without its line breaks."""
    return " ".join(text.split())


def places(found: Debugged) -> dict[str, tuple[str, int, str]]:
    """fault → (file, line, verdict)"""
    return {
        finding["fault"]: (finding["where"]["file"], finding["where"]["line"], finding["verdict"])
        for finding in found.report["findings"]
    }


def plain_accuracy(found: Debugged) -> float:
    """The last validation accuracy that the script prints when plain Keras runs it without Unstuck."""
    data = keras_arrays("fashion-mnist" if "fashion" in found.script.name else "mnist")
    names = ("x_train", "y_train"), ("x_test", "y_test")
    arrays = {
        name: array for pair, part in zip(names, data, strict=True) for name, array in zip(pair, part, strict=True)
    }
    np.savez(found.folder / "data.npz", **arrays)
    done = subprocess.run(
        [sys.executable, "-c", PLAIN_KERAS, "data.npz", found.script.name],
        cwd=found.folder,
        env=environment(KERAS_BACKEND="jax"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return float(re.findall(r"val_accuracy: ([\d.]+)", done.stdout)[-1])


def test_debug_names_both_causes_of_the_lessons_perceptron(single):
    source = single.original
    assert single.exit_code == 1
    assert single.report["healthy"] is False
    assert single.report["metric"] == "val_accuracy"
    assert single.report["baseline"] == 0.9108
    assert places(single) == {
        "input_scaling": ("perceptron_single.py", line_of(source, "(X_train, y_train)"), "confirmed"),
        "output_activation": ("perceptron_single.py", line_of(source, "model.add(Dense(1))"), "confirmed"),
    }
    assert single.report["subject"]["fit_line"] == line_of(source, "model.fit(")


def test_debug_proves_it_on_paired_seeds_at_the_users_own_epochs(single):
    before, after = single.report["before"], single.report["after"]
    assert before["high"] < 0.92
    assert after["low"] >= 0.975
    assert len(before["seeds"]) == len(after["seeds"]) >= 3
    assert all(finding["gain"] > 0.02 for finding in single.report["findings"])
    assert (single.report["proved_at"]["epochs"], single.report["proved_at"]["samples"]) == (10, 60_000)


def test_debug_shows_the_examination_in_words(single):
    text = flat(single.text)
    for part in (
        "always answering False is right 90.97 % of the time on the training set, 91.08 % on the validation set",
        "20 examples learned by heart to",
        "no longer falling",
        "the labels from 0 to 1",
        "inputs from 0 to 255",
        "--- a/perceptron_single.py",
        "(without it:",
    ):
        assert part in text
    assert re.search(r"outputs from -\d", text)
    assert "Epoch 10/10" in single.text, "the script's own output stays visible"
    assert single.errors == ""


def test_debug_writes_a_page_that_needs_nothing_else(single):
    page = (single.folder / "r.html").read_text()
    assert "The causes" in page
    assert not re.search(r"(src|href)=", page)


def test_debug_keeps_the_findings_in_the_run(single):
    done = unstuck("runs", "latest", "--json", "-", folder=single.folder)
    run = json.loads(done.stdout)
    assert len(run["history"]) == 10
    assert {finding["fault"] for finding in run["found"]} == {"input_scaling", "output_activation"}


def test_write_keeps_the_old_script_and_changes_what_the_patch_says(single):
    assert (single.folder / "perceptron_single.py.orig").read_text() == single.original
    changed = [line for line in single.report["patch"].splitlines() if re.match(r"[+-][^+-]", line)]
    old, new = single.original.splitlines(), single.script.read_text().splitlines()
    assert sorted(changed) == sorted(
        [f"-{line}" for line in old if line not in new] + [f"+{line}" for line in new if line not in old]
    )


def test_the_patched_script_alone_with_plain_keras_works(single):
    assert plain_accuracy(single) >= 0.975


def test_debug_does_not_call_the_lessons_own_fix_healthy(sigmoid):
    assert sigmoid.exit_code == 1
    assert sigmoid.report["healthy"] is False
    line = line_of(sigmoid.original, "(X_train, y_train)")
    assert places(sigmoid) == {"input_scaling": ("perceptron_sigmoid.py", line, "confirmed")}
    assert sigmoid.report["after"]["low"] >= 0.975
    assert sigmoid.report["before"]["low"] < 0.92


def test_the_patched_sigmoid_alone_with_plain_keras_works(sigmoid):
    assert plain_accuracy(sigmoid) >= 0.975


def test_debug_mends_ten_classes_with_squared_errors(fashion):
    assert fashion.exit_code == 1
    assert fashion.report["healthy"] is False
    assert fashion.report["baseline"] == 0.1
    found = places(fashion)
    assert found["input_scaling"] == (
        "fashion_perceptron.py",
        line_of(fashion.original, "(X_train, y_train)"),
        "confirmed",
    )
    assert set(found) == {"input_scaling", "output_activation"}
    assert fashion.report["before"]["high"] < 0.5
    assert fashion.report["after"]["low"] >= 0.8


def test_debug_leaves_a_healthy_network_alone(healthy):
    assert healthy.exit_code == 0
    assert healthy.report["healthy"] is True
    assert healthy.report["findings"] == []
    assert healthy.report["patch"] == ""
    assert "This network works" in healthy.text
    assert healthy.script.read_text() == healthy.original
    assert not Path(f"{healthy.script}.orig").exists()


@pytest.mark.parametrize("name", ["single", "sigmoid", "healthy"])
def test_the_json_report_follows_the_contract(name, request):
    report = request.getfixturevalue(name).report
    assert set(report) >= {
        *("unstuck", "subject", "healthy", "metric", "baseline", "before", "after", "findings", "patch", "seconds")
    }
    assert set(report["subject"]) >= {
        *("file", "fit_line", "model", "loss", "optimizer", "samples", "input_shape", "classes")
    }
    for finding in report["findings"]:
        assert set(finding) >= {*("check", "fault", "severity", "where", "cause", "evidence", "fix", "verdict", "gain")}
        assert set(finding["where"]) >= {"layer", "file", "line"}
        assert 0 <= finding["severity"] <= 1
        for edit in finding["fix"]["edits"]:
            assert set(edit) == {"path", "old", "new"}
    for side in filter(None, (report["before"], report["after"])):
        assert side["low"] == min(side["seeds"]) <= side["mean"] <= max(side["seeds"]) == side["high"]


def test_train_saves_a_model_and_says_what_it_is_worth(trained):
    result = json.loads((trained / "t.json").read_text())
    text = (trained / "out.txt").read_text()
    assert result["accuracy"] > 0.95
    assert result["interval"][0] < result["accuracy"] < result["interval"][1]
    assert result["baseline"] == 0.1135
    assert f"Saved {result['model']}" in text
    assert "always the same answer would give 11.35 %" in flat(text)
    assert (trained / result["model"]).is_file()
    assert not leftovers(trained)


def test_runs_lists_and_shows(trained):
    listed = unstuck("runs", folder=trained)
    assert listed.returncode == 0
    assert "finished" in listed.stdout
    run = json.loads(unstuck("runs", "latest", "--json", "-", folder=trained).stdout)
    assert run["id"] in listed.stdout
    assert run["config"]["network"] == "mlp"
    assert [line["epoch"] for line in run["history"]] == [1]
    shown = unstuck("runs", run["id"][:20], folder=trained)
    assert "val_accuracy" in shown.stdout


def test_runs_in_an_empty_folder_says_how_to_make_one(tmp_path):
    done = unstuck("runs", folder=tmp_path)
    assert done.returncode == 0
    assert "unstuck train mlp mnist" in done.stdout


def test_run_gives_a_script_its_own_options_and_tracks_every_fit(tmp_path):
    script = SMALL + "print(sys.argv[1:])\nfor _ in range(2):\n    model.fit(x, y, epochs=2, verbose=0)\nsys.exit(4)\n"
    (tmp_path / "mine.py").write_text(script)
    done = unstuck("run", "mine.py", "input", "--own-option", "-v", "--json", "r.json", "--", "--json", folder=tmp_path)
    assert done.returncode == 4, "the exit code is the script's own"
    assert done.stdout.startswith("['input', '--own-option', '-v', '--json']\n")
    result = json.loads((tmp_path / "r.json").read_text())
    assert result["exit_code"] == 4
    assert [len(fit["history"]) for fit in result["fits"]] == [2, 2]
    assert len(list((tmp_path / "runs").iterdir())) == 2
    assert done.stderr == ""


def test_a_script_that_changes_the_working_directory_is_tracked_and_mended_where_it_is(tmp_path):
    (tmp_path / "data").mkdir()
    script = "import os\nos.chdir('data')\n" + SMALL + "x = x * 200\nmodel.fit(x, y, epochs=3, verbose=0)\n1 / 0\n"
    (tmp_path / "moves.py").write_text(script)
    done = unstuck("debug", "moves.py", "--seconds", "5", "--json", "r.json", folder=tmp_path)
    assert "moves.py, line 15\n" in done.stderr
    assert json.loads((tmp_path / "r.json").read_text())["subject"]["fit_line"] == 14
    assert list((tmp_path / "data").iterdir()) == []
    done = unstuck("run", "moves.py", folder=tmp_path)
    assert "tracked in runs/" in done.stdout
    assert len(list((tmp_path / "runs").iterdir())) == 2


def test_debug_of_a_later_fit_says_how_many_there_are(tmp_path):
    (tmp_path / "two.py").write_text(
        SMALL + "model.fit(x, y, epochs=1, verbose=0)\nmodel.fit(x, y, epochs=9, verbose=0)\n"
    )
    done = unstuck("debug", "two.py", "--fit", "2", "--seconds", "5", "--json", "r.json", folder=tmp_path)
    assert json.loads((tmp_path / "r.json").read_text())["subject"]["fit_line"] == 12
    assert "calls fit 2 times; this was number 2" in done.stdout


def test_look_shows_the_data_and_draws_it(tmp_path):
    done = unstuck("look", "mnist", "--png", "m.png", folder=tmp_path)
    assert done.returncode == 0
    assert "60,000" in done.stdout
    assert (tmp_path / "m.png").read_bytes().startswith(b"\x89PNG")
    assert not leftovers(tmp_path)


def test_explain_lists_the_checks_and_shows_one(tmp_path):
    listed = unstuck("explain", folder=tmp_path)
    assert "unscaled_inputs" in listed.stdout
    shown = unstuck("explain", "unscaled-inputs", folder=tmp_path)
    assert "Why the network stops learning" in shown.stdout


@pytest.mark.parametrize("arguments", [[], ["--help"], ["debug", "--help"], ["--version"], ["runs"]], ids=" ".join)
def test_quick_commands_wait_for_neither_keras_nor_jax(arguments, tmp_path):
    code = "import sys; from unstuck.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\n"
    code += "assert not {'keras', 'jax', 'libcst'} & set(sys.modules), sys.modules"
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=tmp_path, env=environment(), check=False)
    assert done.returncode == 0


def test_importing_unstuck_does_not_import_keras():
    code = "import sys, unstuck; assert not {'keras', 'jax', 'numpy'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_kill_9_loses_no_finished_epoch(tmp_path):
    process = subprocess.Popen(
        [*COMMAND, "train", "softmax", "mnist", "--epochs", "1000"],
        cwd=tmp_path,
        env=environment(PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        printed = []
        for line in process.stdout:
            printed += re.findall(r"epoch +(\d+)/1000", line)
            if len(printed) == 3:
                break
        time.sleep(0.2)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        rest = process.communicate()[0]
    printed += re.findall(r"epoch +(\d+)/1000", rest)
    run = json.loads(unstuck("runs", "latest", "--json", "-", folder=tmp_path).stdout)
    kept = [line["epoch"] for line in run["history"]]
    assert kept == list(range(1, len(kept) + 1))
    assert len(kept) >= len(printed) >= 3
    assert run["status"] == "killed"
    assert not leftovers(tmp_path)


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path):
    (tmp_path / "talks.py").write_text("print('x' * 1000000)\n" + SMALL + "model.fit(x, y, epochs=1, verbose=0)\n")
    process = subprocess.Popen(
        [*COMMAND, "run", "talks.py"], cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.read(10)
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), errors) == (0, b"")


def test_what_a_script_prints_stays_on_its_own_stream_beside_a_terminal(tmp_path):
    pty = pytest.importorskip("pty")
    (tmp_path / "says.py").write_text(SMALL + "print('größe ✓')\nmodel.fit(x, y, epochs=2, verbose=2)\n")
    terminal, errors = pty.openpty()
    with (tmp_path / "out.txt").open("wb") as out:
        process = subprocess.Popen(
            [*COMMAND, "debug", "says.py", "--seconds", "3"], cwd=tmp_path, env=environment(), stdout=out, stderr=errors
        )
        os.close(errors)
        shown = b""
        while True:
            try:
                part = os.read(terminal, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        process.wait()
    os.close(terminal)
    assert (tmp_path / "out.txt").read_text().startswith("größe ✓\nEpoch 1/2\n")
    assert "größe" not in shown.decode(errors="replace")
    assert "examining" in shown.decode(errors="replace")
