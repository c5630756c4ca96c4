"""A training that was stopped, or killed at any instant, goes on to the very numbers of one that never was."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
import pytest

from unstuck.cli import main
from unstuck.engine import FitCall, capture_state, train
from unstuck.errors import UnstuckError
from unstuck.runs import Checkpoint, Checkpoints, list_runs, read_run

RNG = np.random.default_rng(0)
X, Y = RNG.random((203, 8)).astype("float32"), RNG.integers(0, 3, 203)
L = keras.layers

OPTIMIZERS = {
    "adam": lambda: "adam",
    "momentum and a schedule": lambda: keras.optimizers.SGD(
        keras.optimizers.schedules.CosineDecay(0.1, 40), momentum=0.9
    ),
    "averaged weights": lambda: keras.optimizers.AdamW(use_ema=True, ema_overwrite_frequency=None),
    "gathered gradients": lambda: keras.optimizers.Adam(gradient_accumulation_steps=3),
}


def model_of(optimizer, units=16):
    keras.utils.set_random_seed(1)
    layers = [L.Dense(units, activation="relu"), L.BatchNormalization(), L.Dropout(0.3), L.Dense(3, "softmax")]
    model = keras.Sequential([keras.Input((8,)), *layers])
    model.compile(OPTIMIZERS[optimizer](), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_from_a_checkpoint_the_numbers_are_the_same_to_the_last_bit(optimizer, tmp_path):
    whole = model_of(optimizer)
    expected = [epoch.logs for epoch in train(whole, FitCall(X, Y, epochs=4, validation_split=0.2))]

    first, checkpoints = model_of(optimizer), Checkpoints(tmp_path)
    for epoch in train(first, FitCall(X, Y, epochs=4, validation_split=0.2)):
        checkpoints.keep(Checkpoint(epoch.number, capture_state(first)))
        if epoch.number == 2:
            break
    checkpoints.write()

    np.random.seed(99)
    second, (start, damaged) = model_of(optimizer), Checkpoints(tmp_path).newest()
    np.random.random(7)
    call = FitCall(X, Y, epochs=4, validation_split=0.2, initial_epoch=start.epoch)
    assert [epoch.logs for epoch in train(second, call, start=start.arrays)] == expected[2:]
    assert not damaged
    for a, b in zip(second.get_weights(), whole.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_another_network_is_refused():
    state = capture_state(_built(model_of("adam")))
    other = model_of("adam", units=17)
    before = [w.copy() for w in _built(other).get_weights()]
    with pytest.raises(UnstuckError, match="variables differ"):
        list(train(other, FitCall(X, Y, epochs=1), start=state))
    for a, b in zip(other.get_weights(), before, strict=True):
        np.testing.assert_array_equal(a, b)


def _built(model):
    model.optimizer.build(model.trainable_variables)
    next(train(model, FitCall(X, Y)))
    return model


def test_two_are_kept_and_a_damaged_one_is_passed_over(tmp_path):
    for epoch in (1, 2, 3):
        checkpoints = Checkpoints(tmp_path)
        checkpoints.keep(Checkpoint(epoch, {"a": np.full(3, epoch)}))
    files = sorted((tmp_path / "checkpoints").iterdir())
    assert [path.name for path in files] == ["000002.npz.sum", "000003.npz.sum"]
    content = bytearray(files[1].read_bytes())
    content[100] ^= 1
    files[1].write_bytes(content)
    found, damaged = checkpoints.newest()
    assert (found.epoch, damaged) == (2, [files[1]])
    np.testing.assert_array_equal(found.arrays["a"], [2, 2, 2])
    files[0].write_bytes(files[0].read_bytes()[:-1])
    assert checkpoints.newest()[0] is None


def test_writing_does_not_take_more_than_its_share(tmp_path, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    checkpoints = Checkpoints(tmp_path)
    written = []

    def slow_savez(file, **arrays):
        clock[0] += 1.0
        written.append(arrays)

    monkeypatch.setattr(np, "savez", slow_savez)
    for epoch in range(1, 200):
        clock[0] += 1.0
        checkpoints.keep(Checkpoint(epoch, {}))
    assert len(written) == pytest.approx(clock[0] * 0.02, abs=1)
    checkpoints.write()
    assert (tmp_path / "checkpoints" / "000199.npz.sum").exists(), "the last one is always written"


# --- The command ------------------------------------------------------------------------------------------------------

NETWORK = """
import keras
from keras import layers

def small(input_shape, classes):
    model = keras.Sequential([keras.Input(input_shape), layers.Flatten(), layers.Dense(8, activation="relu"),
                              layers.Dropout(0.2), layers.Dense(classes, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
"""
KILLS = int(os.environ.get("UNSTUCK_KILLS", "20"))  # `make kill` asks for 1,000
EPOCHS = 40 * KILLS  # more than are trained between two kills
TRAIN = ["train", "net.py:small", "data.npz", "--epochs", str(EPOCHS)]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("UNSTUCK_RUNS", raising=False)
    (tmp_path / "net.py").write_text(NETWORK)
    x, y = RNG.random((400, 4, 4)).astype("float32"), RNG.integers(0, 3, 400)
    np.savez(tmp_path / "data.npz", x_train=x[:300], y_train=y[:300], x_test=x[300:], y_test=y[300:])
    return tmp_path


def start(arguments):
    return subprocess.Popen([sys.executable, "-m", "unstuck", *arguments], stderr=subprocess.PIPE, text=True)


def wait_for(condition, process, seconds=60):
    until = time.monotonic() + seconds
    while not condition() and process.poll() is None:
        assert time.monotonic() < until, "it never came so far"
        time.sleep(0.01)


def outcome(run: Path):
    """What a run came to, without its times."""
    lines = [json.loads(line) for line in (run / "history.jsonl").read_text().splitlines()]
    weights = keras.saving.load_model(run / "model.keras").get_weights()
    return [(line["epoch"], line["logs"], line["steps"]) for line in lines], [w.tolist() for w in weights]


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stop_saves_and_says_how_to_go_on(folder, sent, code):
    with start([*TRAIN[:-1], "100000"]) as process:
        try:
            wait_for(lambda: any(folder.glob("runs/*/checkpoints/0*")), process)
            process.send_signal(sent)
            said = process.communicate(timeout=30)[1]
        finally:
            process.kill()
    assert process.returncode == code
    record = list_runs()[0]
    assert said.splitlines() == ["unstuck: interrupted", f"Go on with: unstuck train --resume {record.id}"]
    assert record.status == "stopped"
    newest, _ = Checkpoints(record.path).newest()
    assert newest.epoch >= record.epochs[-1].epoch - 1


def test_killed_again_and_again_it_comes_to_the_same_end(folder):
    # In a process of its own too: an initialiser that this one has compiled before may round a weight otherwise.
    assert subprocess.run([sys.executable, "-m", "unstuck", *TRAIN], stderr=subprocess.DEVNULL).returncode == 0
    whole = list_runs()[0].path.rename(folder / "whole")

    waits, kills, arguments = random.Random(0), 0, TRAIN
    while True:
        process = start(arguments)
        runs = list(folder.glob("runs/*"))
        if kills < KILLS:
            # Killed after it has begun to train: on an average, then, in the middle of whatever it does between epochs.
            written = {path: path.stat().st_mtime_ns for path in runs[0].iterdir()} if runs else {}
            wait_for(lambda: _has_written(folder, written), process)  # noqa: B023 - called at once
            time.sleep(waits.uniform(0, 0.15))
            process.kill()
        process.communicate()
        kills += process.returncode == -signal.SIGKILL
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL
        assert list_runs()[0].status == "killed"
        arguments = ["train", "--resume"]
    assert kills == KILLS
    [run] = folder.glob("runs/*")
    assert outcome(run) == outcome(whole)
    assert read_run(run).status == "finished"


def _has_written(folder, before):
    [run] = list(folder.glob("runs/*")) or [None]
    return run is not None and any(path.stat().st_mtime_ns > before.get(path, 0) for path in run.glob("history.jsonl"))


@pytest.mark.parametrize(
    ("change", "arguments", "message"),
    [
        ("nothing", ["train", "--resume"], "has done all its epochs"),
        ("the data", ["train", "--resume", "--epochs", "3"], "has changed since"),
        ("nothing", ["train", "--resume", "latest", "--seed", "3"], "with seed"),
        ("nothing", ["train", "--resume", "2099"], "'2099'"),
        ("nothing", ["train"], "no data"),
    ],
)
def test_what_cannot_be_resumed(folder, capsys, change, arguments, message):
    assert main([*TRAIN[:-1], "2"]) == 0
    if change == "the data":
        with np.load("data.npz") as data:
            arrays = dict(data)
        arrays["y_train"][0] ^= 1
        np.savez("data.npz", **arrays)
    capsys.readouterr()
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_a_finished_run_can_be_trained_on(folder, capsys):
    assert main([*TRAIN[:-1], "2"]) == 0
    assert main(["train", "--resume", "--epochs", "4"]) == 0
    [record] = list_runs()
    assert [epoch.epoch for epoch in record.epochs] == [1, 2, 3, 4]
    record.path.rename(folder / "resumed")
    assert main([*TRAIN[:-1], "4"]) == 0
    assert outcome(list_runs()[0].path) == outcome(folder / "resumed")


def test_another_number_of_processors_is_said(folder, capsys):
    assert main([*TRAIN[:-1], "2"]) == 0
    env = list_runs()[0].path / "env.json"
    env.write_text(json.dumps({**json.loads(env.read_text()), "cpus": 999}))
    assert main(["train", "--resume", "--epochs", "3"]) == 0
    assert "will not be exactly those of an unbroken training: cpus 999 →" in capsys.readouterr().out
