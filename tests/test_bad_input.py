"""Everything a person can get wrong: exit code 2, one clear message on the error stream, nothing half-written."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
import pytest

from commands import SMALL, environment, leftovers, unstuck
from unstuck.cli import main

FIT = "model.fit(x, y, epochs=2, verbose=0)\n"

# script → (its text behind SMALL, or the whole text, and what the message has to say)
SCRIPTS = {
    "syntax error": ("x = (1,\nprint(x\n", "line 2: '(' was never closed"),
    "not text": ("x = 1\0\n", "null bytes"),
    "never calls fit": (SMALL + "print('done')\n", "without calling fit"),
    "exits before fit": (SMALL + "sys.exit(3)\n", "without calling fit and exited with 3"),
    "crashes before fit": (SMALL + "model.fti(x, y)\n", "before it called fit with an error of its own"),
    "crashes in fit": (SMALL + "model.fit(x[:, :5], y)\n", "in its fit with an error of its own"),
    "not compiled": (SMALL + "keras.Sequential([Dense(1)]).fit(x, y)\n", "You must call `compile()`"),
    "unknown fit option": (SMALL + "model.fit(x, y, colour='red')\n", "'colour'"),
    "labels and images of different length": (SMALL + "model.fit(x, y[:399])\n", "400 samples and 399 labels"),
    "no number in the images": (SMALL + "x[:] = np.nan\n" + FIT, "14,400 numbers in x, of which none is finite"),
    "NaN in the labels": (SMALL + "y = np.where(np.arange(400) == 7, np.nan, y)\n" + FIT, "numbers in y are NaN"),
    "one class only": (SMALL + "y[:] = 1\n" + FIT, "at least two different labels"),
    "zero epochs": (SMALL + "model.fit(x, y, epochs=0)\n", "epochs=0"),
    "no labels": (SMALL + "model.fit(x)\n", "y=None"),
}
WITHOUT_A_RUN = {"syntax error", "not text", "never calls fit", "exits before fit", "crashes before fit"}

COMMANDS = {
    "unknown command": (["debgu", "x.py"], "invalid choice: 'debgu'"),
    "missing script": (["debug", "nowhere.py"], "nowhere.py (no such file)"),
    "missing script to run": (["run", "nowhere.py"], "nowhere.py (no such file)"),
    "a folder as script": (["debug", "folder"], "folder (a folder)"),
    "no script": (["debug"], "required: script"),
    "--fit 0": (["debug", "good.py", "--fit", "0"], "expected a whole number above 0, received 0"),
    "--fit word": (["debug", "good.py", "--fit", "two"], "expected a whole number above 0, received two"),
    "--fit without a number": (["debug", "good.py", "--fit"], "--fit: expected one argument"),
    "--fit beyond the last": (["debug", "good.py", "--fit", "3"], "Use --fit 1 to --fit 1."),
    "--seconds 0": (["debug", "good.py", "--seconds", "0"], "expected a number above 0, received 0"),
    "--seconds nan": (["debug", "good.py", "--seconds", "nan"], "expected a number above 0, received nan"),
    "--json into no folder": (["debug", "good.py", "--json", "no/where/r.json"], "no such folder"),
    "--json onto a folder": (["run", "good.py", "--json", "folder"], "Is a directory"),
    "--html into no folder": (["debug", "good.py", "--html", "no/where/r.html"], "no such folder"),
    "--json of train into no folder": (["train", "softmax", "tiny.npz", "--json", "no/t.json"], "no such folder"),
    "--png into no folder": (["look", "tiny.npz", "--png", "no/where.png"], "no/where.png"),
    "unknown data set": (["look", "mnits"], "did you mean mnist?"),
    "unknown file type": (["train", "mlp", "images.tiff"], "'images.tiff'"),
    "missing file": (["look", "nowhere.npz"], "nowhere.npz"),
    "unknown network": (["train", "mpl", "tiny.npz"], "Did you mean 'mlp'?"),
    "network in a missing file": (["train", "nowhere.py:net", "tiny.npz"], "nowhere.py: no such file"),
    "network that is no function": (["train", "good.py:net", "tiny.npz"], "no function 'net'"),
    "ten classes, one answer": (["train", "perceptron", "ten.npz"], "--target is:5"),
    "target without is": (["train", "perceptron", "ten.npz", "--target", "5"], "is:CLASS"),
    "target that is no class": (["look", "ten.npz", "--target", "is:eleven"], "target='is:eleven'"),
    "labels and images of different length": (["train", "mlp", "lengths.npz"], "len(y_train)=39"),
    "NaN in the data": (["train", "mlp", "nan.npz"], "NaN or infinite"),
    "one class only": (["look", "one.npz"], "at least two classes"),
    "--epochs 0": (["train", "mlp", "tiny.npz", "--epochs", "0"], "at least one epoch"),
    "--epochs word": (["train", "mlp", "tiny.npz", "--epochs", "ten"], "ten"),
    "--batch-size 0": (["train", "mlp", "tiny.npz", "--batch-size", "0"], "expected a whole number above 0"),
    "--seed -1": (["train", "mlp", "tiny.npz", "--seed", "-1"], "received -1"),
    "--out of another kind": (["train", "softmax", "tiny.npz", "--out", "m.h5"], "Use m.keras"),
    "--out onto a folder": (["train", "softmax", "tiny.npz", "--out", "folder.keras"], "folder.keras/model.keras"),
    "unknown run": (["runs", "2020"], "unstuck train mlp mnist"),
    "unknown check": (["explain", "unscaled_input"], "Did you mean 'unscaled_inputs'?"),
}


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A working folder with a good script and some small data."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("UNSTUCK_RUNS", raising=False)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.keras").mkdir()
    (tmp_path / "good.py").write_text(SMALL + FIT)
    save("tiny.npz")
    save("ten.npz", classes=10)
    save("lengths.npz", y_train=np.arange(39) % 2)
    save("nan.npz", x_train=np.full((40, 4, 4), np.nan, "float32"))
    save("one.npz", y_train=np.ones(40, int))
    return tmp_path


def save(name: str, classes: int = 2, **changed: np.ndarray) -> None:
    x, y = np.zeros((40, 4, 4), "float32"), np.arange(40) % classes
    x[np.arange(40), 0, 0] = y
    np.savez(name, **({"x_train": x, "y_train": y, "x_test": x, "y_test": y} | changed))


def run(*arguments: str) -> int:
    try:
        return main(arguments)
    except SystemExit as exit:  # argparse's own
        return int(exit.code or 0)


def check_message(text: str, part: str) -> None:
    """One message: what was expected, what came or what to do, no traceback."""
    assert text.startswith("unstuck: ")
    assert text.count("unstuck: ") == 1
    assert part in text
    assert "Traceback" not in text
    assert "What to do: " in text
    assert len(text) < 2500


@pytest.mark.parametrize("name", SCRIPTS)
def test_debug_says_what_is_wrong_with_a_script(name, folder, capsys):
    text, part = SCRIPTS[name]
    (folder / "bad.py").write_text(text)
    before = (folder / "bad.py").read_bytes()
    assert run("debug", "bad.py", "--write", "--json", "r.json", "--html", "r.html") == 2
    out, err = capsys.readouterr()
    check_message(err, part)
    assert "Received: " in err
    assert (folder / "bad.py").read_bytes() == before
    assert not [name for name in ("r.json", "r.html", "bad.py.orig") if (folder / name).exists()]
    assert not leftovers(folder)
    assert "✓" not in out
    assert not (name in WITHOUT_A_RUN and (folder / "runs").exists())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_wrong_command_line_is_told_in_one_message(name, folder, capsys):
    arguments, part = COMMANDS[name]
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    check_message(err, part)
    assert not leftovers(folder)
    assert not list(folder.rglob("*.keras/*"))
    assert "epoch 1" not in out, "the mistake is told before the training"


def test_a_crash_after_fit_comes_behind_the_report(folder, capsys):
    (folder / "bad.py").write_text(SMALL + FIT + "raise RuntimeError('too late')\n")
    assert run("debug", "bad.py", "--seconds", "3", "--json", "r.json") == 2
    out, err = capsys.readouterr()
    assert "Examination" in out
    assert json.loads((folder / "r.json").read_text())["subject"]["fit_line"] == 11
    check_message(err, "after its fit with an error of its own")
    assert "RuntimeError: too late\n    bad.py, line 12" in err


def test_run_of_a_crashing_script_keeps_the_fit_and_says_where(folder, capsys):
    (folder / "bad.py").write_text(SMALL + FIT + "1 / 0\n")
    assert run("run", "bad.py", "--json", "r.json") == 2
    out, err = capsys.readouterr()
    check_message(err, "ZeroDivisionError: division by zero\n    bad.py, line 12")
    assert "2 epochs in" in out
    assert len(json.loads((folder / "r.json").read_text())["fits"][0]["history"]) == 2


def test_run_gives_back_a_scripts_own_exit_code_and_message(folder, capsys):
    (folder / "three.py").write_text("import sys\nsys.exit(3)\n")
    assert run("run", "three.py") == 3
    (folder / "words.py").write_text("import sys\nsys.exit('no data today')\n")
    assert run("run", "words.py") == 1
    assert capsys.readouterr().err == "no data today\n"


def test_debug_of_a_script_that_exits_after_fit_is_a_report(folder, capsys):
    (folder / "three.py").write_text(SMALL + FIT + "sys.exit(3)\n")
    assert run("debug", "three.py", "--seconds", "3") in (0, 1)
    assert "Examination" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [["debug", "bad.py"], ["run", "bad.py"], ["look", "mnits"], ["train", "mlp", "tiny.npz", "--epochs", "0"]],
)
def test_debug_option_shows_the_traceback_and_the_exit_code_stays(arguments, folder, capsys):
    (folder / "bad.py").write_text("def f():\n    undefined_name\nf()\n")
    assert run(*arguments, "--debug") == 2
    err = capsys.readouterr().err
    assert "Traceback (most recent call last)" in err
    assert ("undefined_name" in err) == ("bad.py" in arguments)


def test_a_very_long_error_is_cut(folder, capsys):
    (folder / "bad.py").write_text("raise ValueError('x' * 100_000)\n")
    assert run("debug", "bad.py") == 2
    check_message(capsys.readouterr().err, "xxx …")


def test_a_mistake_of_our_own_is_not_taken_for_a_finding(folder, capsys, monkeypatch):
    monkeypatch.setattr("unstuck.data.look", lambda *given: 1 / 0)
    assert run("look", "tiny.npz") == 2
    check_message(capsys.readouterr().err, "ZeroDivisionError: division by zero")


def test_a_full_disk_while_saving_leaves_no_part_of_a_model(folder, capsys, monkeypatch):
    def save(self, path, **options):
        Path(path).write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(keras.Model, "save", save)
    (folder / "old.keras").write_bytes(b"the old model")
    assert run("train", "softmax", "tiny.npz", "--epochs", "1", "--out", "old.keras") == 2
    check_message(capsys.readouterr().err, "No space left on device")
    assert (folder / "old.keras").read_bytes() == b"the old model"
    assert not leftovers(folder)


def test_a_model_that_the_system_refuses_to_write_leaves_nothing(folder):
    """The real thing: the system lets no file grow beyond 100 kB, the model has 8 MB."""

    # In Python, not in a preexec_fn: this process has JAX's threads, which a fork would not survive.
    limited = "import os, resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000,) * 2); "
    limited += (
        "os.execv(sys.executable, [sys.executable, '-m', 'unstuck', 'train', 'mlp2', 'tiny.npz', '--epochs', '1'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited], cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    check_message(done.stderr[done.stderr.index("unstuck: ") :], "File too large")
    assert "Traceback" not in done.stderr
    assert not list(folder.glob("runs/*/*.keras"))
    assert not leftovers(folder)
    run = json.loads(unstuck("runs", "latest", "--json", "-", folder=folder).stdout)
    assert (run["status"], len(run["history"])) == ("failed", 1)


def test_a_full_disk_while_the_run_is_begun_leaves_no_run(folder, capsys, monkeypatch):
    def full(handle: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("unstuck.runs.files.os.write", full)
    assert run("train", "softmax", "tiny.npz", "--epochs", "1") == 2
    check_message(capsys.readouterr().err, "No space left on device")
    assert not list((folder / "runs").iterdir())


def test_a_full_disk_in_the_midst_of_a_script_is_told_as_ours(folder, capsys, monkeypatch):
    def full(path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("unstuck.runs.files._end_of_last_line", full)
    assert run("run", "good.py") == 2
    check_message(capsys.readouterr().err, "No space left on device")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_result_that_does_not_fit_is_told(folder, capsys):
    assert run("look", "tiny.npz", "--json", "/dev/full") == 2
    check_message(capsys.readouterr().err, "No space left on device")
    assert Path("/dev/full").is_char_device(), "a device stays a device"


def test_a_result_may_go_to_a_pipe(folder):
    (folder / "good.py").write_text(SMALL + FIT)
    done = unstuck("look", "tiny.npz", "--json", "/dev/stderr", folder=folder)
    assert json.loads(done.stderr)["name"] == "tiny"


def test_interrupting_says_so_and_marks_the_run(folder, capsys, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("unstuck.api.training.save_model", interrupted)
        assert run("train", "softmax", "tiny.npz", "--epochs", "1") == 130
    first, second = capsys.readouterr().err.splitlines()
    assert first == "unstuck: interrupted"
    assert run("runs", "latest") == 0
    assert "stopped" in capsys.readouterr().out
    assert run(*second.removeprefix("Go on with: unstuck ").split()) == 0


def test_a_stream_without_unicode_is_no_error(folder, monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    monkeypatch.setattr("sys.stdout", stream)
    assert run("look", "tiny.npz") == 0
