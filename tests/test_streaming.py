"""Samples that do not fit in the memory: the same training as with those that do, in bounded memory."""

import json
import os
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import keras
import numpy as np
import pytest
from PIL import Image

import parity
from parity import CROSS, ONE_HOT, WEIGHT, L, X, Y, assert_parity, assert_same, by_scan, outcome, perceptron, stack
from unstuck.capture import drawn
from unstuck.data import load
from unstuck.engine import FitCall, Probes, capture_state, memory, train
from unstuck.engine.arrays import training_and_validation
from unstuck.engine.memory import memory_budget
from unstuck.engine.program import program_of
from unstuck.engine.samples import Resident, Streamed, _one_ahead
from unstuck.errors import UnstuckError

# Batches of 7 samples of 40 bytes: an epoch is 9 steps and a rest of one sample, a part two steps, the last part one.
PART = 600
BATCH = 7


@pytest.fixture
def little_memory(monkeypatch):
    monkeypatch.setenv(memory.VARIABLE, str(4 * PART))


def in_parts(model, call):
    samples = training_and_validation(FitCall(**call))[0].samples
    assert isinstance(samples, Streamed)
    return by_scan(model, call)


def two_inputs():
    a, b = keras.Input((6, 6), name="a"), keras.Input((6, 6), name="b")
    merged = L.Concatenate()([L.Flatten()(L.Rescaling(1 / 255)(a)), L.Flatten()(b)])
    model = keras.Model({"a": a, "b": b}, L.Dense(3, "softmax")(merged))
    model.compile("adam", CROSS, metrics=["accuracy"])
    return model


def noisy():
    return perceptron(L.Dense(8, "relu"), L.BatchNormalization(), L.Dropout(0.3))


def dense():
    return stack(L.Dense(3, "softmax"), shape=(36,))


CASES = {
    "shuffled": (perceptron, {}),
    "in order": (perceptron, {"shuffle": False}),
    "shuffled in batches": (perceptron, {"shuffle": "batch"}),
    "one batch": (perceptron, {"batch_size": 64}),
    "fewer samples than a batch": (perceptron, {"batch_size": 100}),
    "dropout and batch norm": (noisy, {}),
    "validation split": (noisy, {"validation_split": 0.3}),
    "validation data": (noisy, {"validation_data": (X[::2] / 300.0, Y[::2]), "validation_batch_size": 5}),
    "class weights": (perceptron, {"class_weight": {0: 1.0, 1: 3.0, 2: 0.5}}),
    "sample weights": (perceptron, {"sample_weight": WEIGHT, "validation_split": 0.3}),
    "double precision": (perceptron, {"x": X / 2.0}),
    "not contiguous": (perceptron, {"x": np.asfortranarray(X)}),
    "one-hot labels": (partial(perceptron, loss="categorical_crossentropy"), {"y": ONE_HOT}),
    "rows of numbers": (dense, {"x": X.reshape(64, 36)}),
    "several inputs": (two_inputs, {"x": {"a": X, "b": X / 255.0}}),
}


@pytest.mark.parametrize("case", CASES)
def test_in_parts_it_is_the_same_training(case, little_memory, monkeypatch):
    make, arguments = CASES[case]
    arguments = {"batch_size": BATCH} | arguments
    streamed = outcome(make, arguments, in_parts)
    monkeypatch.delenv(memory.VARIABLE)
    assert_same(streamed, outcome(make, arguments, by_scan), rtol=1e-6, atol=1e-7)


def test_in_parts_it_is_keras_fit(little_memory):
    assert_parity(noisy, {"batch_size": BATCH, "validation_split": 0.3}, in_parts)


def test_a_memory_mapped_file_is_trained_on_as_the_array_is(little_memory, tmp_path):
    np.save(tmp_path / "x.npy", X)
    on_disk = {"x": np.load(tmp_path / "x.npy", mmap_mode="r"), "batch_size": BATCH}
    assert_same(outcome(perceptron, on_disk, in_parts), outcome(perceptron, {"batch_size": BATCH}, parity.by_keras))


def test_the_steps_are_compiled_once(little_memory):
    model = perceptron()
    in_parts(model, {"x": X, "y": Y, "batch_size": BATCH, "epochs": 3, "verbose": 0})
    assert program_of(model).train_steps._cache_size() == 1


def test_a_training_goes_on_from_a_checkpoint_with_the_same_numbers(little_memory):
    call = FitCall(X, Y, batch_size=BATCH, epochs=4)

    def trained(call, start=None, states=None):
        keras.utils.set_random_seed(1)
        model = noisy()
        for epoch in train(model, call, start=start):
            if states is not None:
                states[epoch.number] = {name: np.asarray(a) for name, a in capture_state(model).items()}
        return model.get_weights()

    states = {}
    unbroken = trained(call, states=states)
    resumed = trained(FitCall(X, Y, batch_size=BATCH, epochs=4, initial_epoch=2), start=states[2])
    for a, b in zip(unbroken, resumed, strict=True):
        np.testing.assert_array_equal(a, b)


def test_probes_and_the_first_broken_step_are_found_in_parts(little_memory):
    broken = X.astype("float32")
    broken[60] = np.nan  # in the ninth batch of seven, step 8
    call = FitCall(broken, Y, batch_size=BATCH, shuffle=False)
    (epoch,) = train(stack(L.Flatten(name="flat"), L.Dense(3, "softmax")), call, probes=Probes(every=2))
    assert epoch.probes.steps.tolist() == [0, 2, 4, 6, 8]
    assert (epoch.probes.non_finite.step, epoch.probes.non_finite.layer) == (8, "flat")


def test_images_are_shifted_part_by_part(little_memory):
    seen = []

    def brighter(images):
        seen.append(images.shape)
        return images + 1

    keras.utils.set_random_seed(0)
    call = FitCall(X // 2, Y, batch_size=BATCH, shuffle=False)
    (epoch,) = train(perceptron(), call, augment=brighter)
    assert set(seen) == {(14, 6, 6), (1, 6, 6)}
    keras.utils.set_random_seed(0)
    (plain,) = train(perceptron(), FitCall(X // 2 + 1, Y, batch_size=BATCH, shuffle=False))
    np.testing.assert_allclose(epoch.steps["loss"], plain.steps["loss"], rtol=1e-6)


def test_the_next_part_is_made_while_one_is_in_use():
    made = {number: threading.Event() for number in range(3)}

    def make(number):
        made[number].set()
        return number

    for number in _one_ahead(make, range(3)):
        assert made[min(number + 1, 2)].wait(60)  # though nobody has asked for it yet


def test_a_failure_while_gathering_reaches_who_trains():
    def make(number):
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(_one_ahead(make, range(3)))


@pytest.mark.parametrize(
    ("text", "expected"), [("1000", 1000), ("2G", 2_000_000_000), ("1.5 MB", 1_500_000), ("3kb", 3000)]
)
def test_the_memory_is_a_number_of_bytes(text, expected, monkeypatch):
    monkeypatch.setenv(memory.VARIABLE, text)
    assert memory_budget() == expected


def test_a_memory_that_is_no_number_is_told_of(monkeypatch):
    monkeypatch.setenv(memory.VARIABLE, "plenty")
    with pytest.raises(UnstuckError, match="UNSTUCK_MEMORY=plenty"):
        memory_budget()


def test_a_container_has_what_its_limit_leaves(monkeypatch, tmp_path):
    monkeypatch.delenv(memory.VARIABLE, raising=False)
    monkeypatch.setattr(memory, "_CGROUP", tmp_path)
    assert memory_budget() <= memory.SHARE * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("700000\n")
    (tmp_path / "memory.stat").write_text("anon 400000\ninactive_file 300000\n")
    assert memory_budget() == 150_000  # a quarter of what files in memory would make room for, and of what is free


def test_the_debugger_takes_a_random_part_and_says_so(little_memory):
    call = drawn(FitCall(X, Y, batch_size=BATCH, validation_data=(X, Y))).call
    note = drawn(FitCall(X, Y)).notes[0]
    assert len(call.x) == len(call.y) < len(X) / 4
    rows = [int(np.flatnonzero((image == X).all((1, 2)))[0]) for image in call.x]
    assert rows == sorted(rows)
    assert Y[rows].tolist() == call.y.tolist()
    assert f"{len(X)} were drawn" in note
    assert isinstance(training_and_validation(call)[0].samples, Resident)


WATCHED = """
import os, sys, threading, time
sys.path.insert(0, {tests!r})
import conftest, json
import numpy as np

def taken():  # but not the pages of files, which the system takes back when it needs them
    with open("/proc/self/status") as file:
        lines = [line.split() for line in file]
    return sum(int(line[1]) * 1024 for line in lines if line[0] in ("RssAnon:", "RssShmem:"))

class Peak(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.base = self.bytes = taken()
        self.start()

    def run(self):
        while True:
            self.bytes = max(self.bytes, taken())
            time.sleep(0.002)
"""
TRAIN = """
import keras
from unstuck.engine import FitCall, train

x = np.load({x!r}, mmap_mode="r")
y = np.arange(len(x)) % 10
keras.utils.set_random_seed(0)
model = keras.Sequential([keras.Input((64, 64)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")])
model.compile("sgd", "sparse_categorical_crossentropy")
call = FitCall(x, y, batch_size=128, validation_data=(x[: len(x) // 4], y[: len(y) // 4]))
for _ in train(model, call):  # compiles, which takes memory too
    pass
peak = Peak()
losses = [epoch.logs["loss"] for epoch in train(model, call)]
print(json.dumps([peak.bytes - peak.base, losses]))
"""
BUDGET = 50_000_000
linux = pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="reads what Linux tells of a process")


def child(code, **environment):
    """What a process of its own prints."""
    code = WATCHED.format(tests=os.path.dirname(__file__)) + code
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@linux
def test_memory_stays_within_the_budget_at_four_times_as_much_data(tmp_path):
    path = tmp_path / "x.npy"
    x = np.lib.format.open_memmap(path, "w+", "uint8", (4 * BUDGET // 64**2, 64, 64))
    x[:] = np.random.default_rng(0).integers(0, 256, (64, 64), dtype="uint8")
    x.flush()
    code = TRAIN.format(x=str(path))
    streamed, losses = child(code, UNSTUCK_MEMORY=str(BUDGET))
    resident, same = child(code, UNSTUCK_MEMORY="1G")
    assert streamed < BUDGET
    assert resident > 4 * BUDGET  # which shows that the measurement would see it
    np.testing.assert_allclose(losses, same, rtol=1e-5)


DECODE = """
from pathlib import Path
from unstuck.data.decode import read_image, Format
from unstuck.data import load
load({folder!r}, size=8)  # what Pillow takes
peak = Peak()
dataset = load({folder!r})
print(json.dumps([peak.bytes - peak.base, dataset.x_train.nbytes + dataset.x_test.nbytes, len(dataset.skipped)]))
"""


@linux
def test_a_folder_is_decoded_in_bounded_memory(tmp_path):
    rng = np.random.default_rng(0)
    for number in range(400):
        path = tmp_path / "pets" / ("cat" if number % 2 else "dog") / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (256, 256), tuple(rng.integers(0, 256, 3).tolist())).save(path)
    broken = tmp_path / "pets" / "cat" / "broken.bmp"
    Image.new("RGB", (256, 256)).save(broken)
    broken.write_bytes(broken.read_bytes()[:1000])  # its header is good
    taken, decoded, skipped = child(DECODE.format(folder=str(tmp_path / "pets")), XDG_CACHE_HOME=str(tmp_path))
    assert skipped == 1
    assert decoded > 75_000_000
    assert taken < decoded / 3


def test_a_broken_image_leaves_the_others_in_their_places(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    rng = np.random.default_rng(0)
    pictures = {f"{number}.bmp": rng.integers(0, 256, (8, 8), dtype="uint8") for number in range(10)}
    for label in ("cat", "dog"):
        (tmp_path / "pets" / label).mkdir(parents=True)
        for name, pixels in pictures.items():
            Image.fromarray(pixels if label == "cat" else 255 - pixels).save(tmp_path / "pets" / label / name)
    broken = tmp_path / "pets" / "cat" / "3.bmp"
    broken.write_bytes(broken.read_bytes()[:-10])  # its header is good
    dataset = load(str(tmp_path / "pets"))
    assert [path for path, _ in dataset.skipped] == [str(broken)]
    wanted = {pixels.tobytes(): 0 for name, pixels in pictures.items() if name != "3.bmp"}
    wanted |= {(255 - pixels).tobytes(): 1 for pixels in pictures.values()}
    pairs = [*zip(dataset.x_train, dataset.y_train, strict=True), *zip(dataset.x_test, dataset.y_test, strict=True)]
    assert {image.tobytes(): label for image, label in pairs} == wanted
    assert len(pairs) == 19


def test_a_picture_that_is_cut_off_is_left_out(tmp_path, monkeypatch):
    """Pillow reads a PNG to its end to learn how it is turned."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for number in range(8):
        path = tmp_path / "pets" / ("cat" if number % 2 else "dog") / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (8, 8), number).save(path)
    path.write_bytes(path.read_bytes()[:45])
    assert [Path(name) for name, _ in load(str(tmp_path / "pets")).skipped] == [path]
