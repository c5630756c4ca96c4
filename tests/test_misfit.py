"""A network or its data that Keras refuses is explained, and repaired where a change of the recipe makes it train."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
import pytest

from unstuck.cli import main
from unstuck.debug.misfit import explain_error, explain_fit, takes
from unstuck.engine import FitCall

L = keras.layers


def network(*layers, shape):
    return keras.Sequential([keras.Input(shape), *layers])


# name → (the network, the shape of x, the shape of y, what the advice has to contain)
# ruff: noqa: E501
FITS = {
    "channels first": (network(L.Conv2D(2, 3), L.Flatten(), L.Dense(1), shape=(9, 8, 3)), (5, 3, 9, 8), (5,), "(0, 2, 3, 1)"),
    "no channel axis": (network(L.Conv2D(2, 3), L.Flatten(), L.Dense(1), shape=(9, 8, 1)), (5, 9, 8), (5,), "x[..., np.newaxis]"),
    "an axis too many": (network(L.Dense(1), shape=(4,)), (5, 4, 1), (5,), "x[..., 0]"),
    "flat instead of an image": (network(L.Flatten(), L.Dense(1), shape=(4, 4)), (5, 16), (5,), "x.reshape(-1, 4, 4)"),
    "other features": (network(L.Dense(1), shape=(4,)), (5, 3), (5,), "keras.Input((3,))"),
    "no Flatten": (network(L.Conv2D(2, 3), L.Dense(4), shape=(9, 8, 1)), (5, 9, 8, 1), (5, 4), "layers.Flatten()"),
    "every step answered": (network(L.LSTM(4, return_sequences=True), shape=(9, 8)), (5, 9, 8), (5, 4), "return_sequences=False"),
    "a label for every step": (network(L.LSTM(4), shape=(9, 8)), (5, 9, 8), (5, 9, 4), "return_sequences=True"),
    "class numbers": (network(L.Dense(7), shape=(4,)), (5, 4), (5,), "sparse_categorical_crossentropy"),
    "too few units": (network(L.Dense(3), shape=(4,)), (5, 4), (5, 7), "7 units"),
}  # fmt: skip


@pytest.mark.parametrize("name", FITS)
def test_shapes_that_do_not_fit_are_explained(name):
    model, x, y, advice = FITS[name]
    assert advice in explain_fit(model, FitCall(np.zeros(x), np.zeros(y)))


@pytest.mark.parametrize("name", ["channels first", "no channel axis", "an axis too many", "flat instead of an image"])
def test_the_advised_line_makes_the_samples_fit(name):
    model, shape, y, _ = FITS[name]
    x = np.zeros(shape)
    assert not takes(model, FitCall(x, np.zeros(y)))
    advice = explain_fit(model, FitCall(x, np.zeros(y)))
    namespace = {"x": x, "np": np}
    exec(advice[advice.index(" x = ") :].strip().rstrip("."), namespace)
    assert takes(model, FitCall(namespace["x"], np.zeros(y)))


def test_shapes_that_fit_are_not_talked_about():
    model = network(L.Dense(3), shape=(4,))
    assert explain_fit(model, FitCall(np.zeros((5, 4)), np.zeros((5, 3)))) is None


# What Keras itself says when such a network is built.
BUILDS = {
    "channels first": (lambda: network(L.Conv2D(8, 3), shape=(1, 28, 28)), "(28, 28, 1)"),
    "steps last": (lambda: network(L.Conv1D(8, 10), shape=(1, 101)), "(101, 1)"),
    "poolings too many": (
        lambda: network(L.Conv2D(8, 3), L.MaxPooling2D(4), L.Conv2D(8, 5), shape=(16, 16, 3)),
        "fewer poolings",
    ),
    "recurrent behind recurrent": (lambda: network(L.LSTM(5), L.LSTM(4), shape=(9, 8)), "return_sequences=True"),
    "an axis too many": (lambda: network(L.GRU(5), shape=(9, 8, 1)), "one axis too many"),
    "no channel axis": (lambda: network(L.Conv2D(8, 3), shape=(28, 28)), "x[..., np.newaxis]"),
    "other features": (lambda: L.Dense(2)(np.zeros((3, 4), "float32")) is network(
        built := L.Dense(2), shape=(4,)) or built(np.zeros((3, 6), "float32")), "4 features and gets 6"),
}  # fmt: skip


@pytest.mark.parametrize("name", BUILDS)
def test_what_keras_says_of_a_network_is_explained(name):
    build, advice = BUILDS[name]
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is what is looked at
        build()
    assert advice in explain_error(str(caught.value))


def test_another_error_is_not_explained():
    assert explain_error("ValueError: could not convert string to float: 'a'") is None


def test_a_fit_that_breaks_off_is_repaired(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "classes.py").write_text(
        "import keras\nimport numpy as np\nrng = np.random.default_rng(0)\n"
        "x = rng.normal(size=(300, 6))\ny = x[:, :4].argmax(1)\n"
        "model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(16, 'relu'), keras.layers.Dense(4, 'softmax')])\n"
        "model.compile('adam', 'categorical_crossentropy')\n"
        "model.fit(x, y, epochs=150, verbose=0)\n"
    )
    assert main(["debug", "classes.py", "--json", "report.json"]) == 1
    said = capsys.readouterr().out
    assert "cannot be trained as it is" in said
    assert "+model.compile('adam', 'sparse_categorical_crossentropy')" in said
