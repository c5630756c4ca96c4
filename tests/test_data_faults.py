"""Faults of the data sets, end to end: found, proved, and the patched program run again does what was promised."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import contextlib
import io
import json
import re
import runpy

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest

from unstuck.capture import compile_as, rebuild, spec_of
from unstuck.cli import main
from unstuck.debug.data import Data
from unstuck.debug.network import learned
from unstuck.debug.task import infer_task
from unstuck.debug.yardstick import yardstick
from unstuck.engine import FitCall

# Images of four kinds, a bright quarter each, as bytes.
PICTURES = """
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
y = rng.integers(0, 4, 900)
x = rng.integers(0, 90, (900, 8, 8))
for i, (row, column) in enumerate([(0, 0), (0, 4), (4, 0), (4, 4)]):
    x[y == i, row:row + 4, column:column + 4] += rng.integers(0, 60, ((y == i).sum(), 4, 4))
x = x.astype("uint8")
x_train, y_train, x_val, y_val = x[:700], y[:700], x[700:], y[700:]
{prepare}
model = keras.Sequential(
    [keras.Input((8, 8)), layers.Flatten(), layers.Dense(32, activation="tanh"), layers.Dense(4, activation="softmax")]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=20, validation_data=(x_val, y_val), verbose=0)
"""
BOTH = "x_train, x_val = x_train / 255, x_val / 255"


def program(prepare=BOTH):
    return PICTURES.replace("{prepare}", prepare)


@pytest.fixture
def debug(tmp_path, monkeypatch):
    def run(text):
        (tmp_path / "program.py").write_text(text)
        with contextlib.redirect_stdout(io.StringIO()):
            code = main(["debug", "program.py", "--json", "report.json", "--write"])
        report = json.loads((tmp_path / "report.json").read_text())
        assert code == (0 if report["healthy"] else 1)
        return report, (tmp_path / "program.py").read_text()

    monkeypatch.chdir(tmp_path)
    return run


def faults(report):
    return [finding["fault"] for finding in report["findings"]]


def last_validation_accuracy(path):
    return runpy.run_path(str(path))["history"].history["val_accuracy"][-1]


def test_the_same_scaling_on_both_sides_is_no_fault(debug):
    assert debug(program())[0]["healthy"]


def test_validation_that_was_not_scaled_is_scaled(debug, tmp_path):
    report, patched = debug(program("x_train = x_train / 255"))
    assert faults(report) == ["train_validation_mismatch"]
    assert "x_val = x_val / 255.0" in patched
    assert last_validation_accuracy(tmp_path / "program.py") > report["after"]["low"] - 0.1


def test_training_that_was_not_scaled_is_scaled_alone(debug, tmp_path):
    report, patched = debug(program("x_val = x_val / 255"))
    assert faults(report)[0] == "train_validation_mismatch"
    assert not re.search(r"x_val = x_val \* ", patched)
    assert last_validation_accuracy(tmp_path / "program.py") > report["after"]["low"] - 0.1


def test_classes_that_training_hardly_has_are_weighed(debug, tmp_path):
    rare = "keep = (y_train == 0) | (np.arange(700) % 30 == 0)\nx_train, y_train = x_train[keep], y_train[keep]\n"
    report, patched = debug(program(rare + BOTH))
    assert faults(report) == ["class_imbalance"]
    weights = report["findings"][0]["fix"]["edits"][0]["new"]
    assert float(weights["1"]) > 4 * float(weights["0"])
    assert "class_weight={0: " in patched
    assert last_validation_accuracy(tmp_path / "program.py") > report["before"]["mean"]


def test_inputs_that_a_division_emptied_are_told(debug):
    report, _ = debug(program("x_train, x_val = x_train // 140, x_val // 140"))
    assert faults(report) == ["input_scaling"]
    assert "are the same" in report["findings"][0]["cause"]


def test_labels_of_other_samples_are_no_signal(debug):
    report, _ = debug(program(BOTH + "\ny_train = np.roll(y_train, 1)"))
    assert faults(report) == ["no_signal"]


def test_classes_that_are_numbered_from_one_are_numbered_from_zero(debug, tmp_path):
    report, patched = debug(program(BOTH + "\ny_train, y_val = y_train + 1, y_val + 1"))
    assert faults(report) == ["label_encoding"]
    assert "y_train, y_val = y_train - 1, y_val - 1" in patched
    assert last_validation_accuracy(tmp_path / "program.py") > report["after"]["low"] - 0.1


@pytest.mark.parametrize(
    ("change", "told"),
    [("(y_val + 1) % 4", "Read 0 as 3, 1 as 0, 2 as 1, 3 as 2 in their labels"), ("np.roll(y_val, 1)", "")],
)
def test_validation_labels_that_are_made_otherwise_are_told(debug, change, told):
    report, _ = debug(program(f"{BOTH}\ny_val = {change}"))
    assert faults(report) == ["train_validation_mismatch"]
    cause = report["findings"][0]["cause"]
    assert told in cause
    assert ("numbered otherwise" in cause) is bool(told)


# --- The plain network that says what the data can give ---------------------------------------------------------------

RNG = np.random.default_rng(0)
X = RNG.normal(size=(600, 5)).astype("float32") * 40 + 300
HIGH = X[:, 0] > X[:, 1]
TOKENS = RNG.integers(0, 50, (600, 12))
UPRIGHT, STRIPES = RNG.random(600) < 0.5, RNG.normal(0, 0.3, (600, 12, 12, 1))
for picture, upright in zip(STRIPES, UPRIGHT, strict=True):  # one short stripe anywhere: where it is tells nothing
    row, column = RNG.integers(0, 8, 2)
    picture[(slice(row, row + 5), column) if upright else (row, slice(column, column + 5))] += 1
EASY = {
    "yes or no": (X, HIGH.astype(int), True),
    "minus one and one": (X, np.where(HIGH, 1.0, -1.0), True),
    "classes": (X, X[:, :3].argmax(1), True),
    "rows": (X, np.eye(3)[X[:, :3].argmax(1)], True),
    "several labels": (X, np.stack([HIGH, X[:, 2] > 300], 1).astype(int), True),
    "amounts": (X, 1000 + 5 * X[:, 0] - 3 * X[:, 1], True),
    "words": (TOKENS, (TOKENS < 10).any(1).astype(int), False),
    "one number": (TOKENS[:, 0], TOKENS[:, 0] % 3, False),
    "two inputs of numbers": ([TOKENS[:, 0], TOKENS[:, 1:2]], TOKENS[:, 0] % 2 + 2 * (TOKENS[:, 1] < 25), False),
    "pictures": (STRIPES, UPRIGHT.astype(int), True),
}


@pytest.mark.parametrize("name", EASY)
def test_a_plain_network_learns_what_is_easy(name):
    x, y, numbers = EASY[name]
    train = jax.tree.map(lambda array: jnp.asarray(array[:500]), (x, y))
    validation = jax.tree.map(lambda array: jnp.asarray(array[500:]), (x, y))
    plain = yardstick(Data(*train, *validation), infer_task(y), numbers)
    assert min(trial.score for trial in plain.trials) > 0.9


def test_a_plain_network_knows_no_more_than_there_is():
    y = RNG.integers(0, 2, 600)
    arrays = [keras.ops.convert_to_tensor(part) for part in (X[:500], y[:500], X[500:], y[500:])]
    assert max(trial.score for trial in yardstick(Data(*arrays), infer_task(y), True).trials) < 0.7


def test_what_a_normalization_layer_has_learned_is_kept_in_experiments():
    normalize = keras.layers.Normalization()
    normalize.adapt(X)
    model = keras.Sequential([keras.Input((5,)), normalize, keras.layers.Dense(1)])
    model.compile("adam", "mse")
    spec = spec_of(model, FitCall(X, X[:, 0]))
    again = compile_as(spec, rebuild(spec, model), model)
    seen = keras.Model(again.inputs, again.layers[0].output).predict(X, verbose=0)
    np.testing.assert_allclose([seen.mean(), seen.std()], [0, 1], atol=1e-3)


def test_frozen_weights_are_kept_in_experiments_and_known_when_another_training_made_them():
    base = keras.Sequential([keras.Input((5,)), keras.layers.Dense(4)], name="base")
    base.trainable = False
    model = keras.Sequential([keras.Input((5,)), base, keras.layers.Dense(1)])
    model.compile("adam", "mse")
    again = rebuild(spec_of(model, FitCall(X, X[:, 0])), model)
    kept, drawn = again.layers[0].get_weights(), again.layers[1].get_weights()
    assert all(map(np.array_equal, kept, base.get_weights()))
    assert not all(map(np.array_equal, drawn, model.layers[1].get_weights()))
    assert learned(model) == ()
    base.layers[0].bias.assign([0.1, 0.0, 0.2, 0.3])
    assert learned(model) == (base.layers[0].name,)


FROZEN = """
def base():
    network = keras.Sequential([keras.Input((8, 8)), layers.Flatten(), layers.Dense(2, activation="tanh")])
    network.trainable = False  # as for transfer
    return network


model = keras.Sequential([keras.Input((8, 8)), base(), layers.Dense(4, activation="softmax")])
"""


def test_a_network_inside_that_is_frozen_at_random_is_thawed(debug, tmp_path):
    text = program()
    start, end = text.index("model = "), text.index("model.compile")
    report, patched = debug(text[:start] + FROZEN + text[end:])
    assert "frozen_weights" in faults(report)
    assert "network.trainable = True  # as for transfer" in patched


def test_a_rate_that_a_callback_lowers_too_early_is_told(debug):
    lower = 'keras.callbacks.ReduceLROnPlateau(monitor="val_accuracy", mode="min", factor=0.01, patience=1)'
    text = program().replace("epochs=20,", f"epochs=20, callbacks=[{lower}],")
    report, _ = debug(text.replace("model = ", "keras.utils.set_random_seed(2)\nmodel = "))
    [finding] = report["findings"]
    assert (finding["fault"], finding["verdict"]) == ("learning_rate", "confirmed")
    assert finding["evidence"]["last"] < 0.01 * finding["evidence"]["first"]
    assert finding["gain"] > 0.2
