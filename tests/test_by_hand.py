"""The networks in plain NumPy: their gradients are Keras', they learn, and what they give is a model like any other."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import json

import jax
import keras
import numpy as np
import pytest

from unstuck.cli import main
from unstuck.data import load
from unstuck.networks import by_hand, mark1


def test_the_gradient_by_hand_is_keras_own():
    keras.utils.set_random_seed(0)
    model = by_hand.network((28, 28), 10)
    mnist = load("mnist")
    x, y = mnist.x_train[:50], mnist.y_train[:50]
    trainable = [variable.value for variable in model.trainable_variables]

    def loss(weights):
        shares, _ = model.stateless_call(weights, [], x)
        return keras.ops.mean(keras.losses.sparse_categorical_crossentropy(y, shares))

    mine = by_hand.gradient(model.get_weights(), x.reshape(50, -1).astype("float32") / 255, y)
    for ours, theirs in zip(mine, jax.grad(loss)(trainable), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)
    np.testing.assert_allclose(
        by_hand.forward(model.get_weights(), x.reshape(50, -1) / 255)[1], model.predict(x, verbose=0), atol=1e-5
    )


def test_by_hand_beats_the_articles_by_far(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["train", "by-hand", "mnist", "--epochs", "2", "--out", "m.keras", "--json", "t.json"]) == 0
    accuracy = json.loads((tmp_path / "t.json").read_text())["accuracy"]
    assert accuracy > 0.93  # its 0.69 took 20 minutes
    mnist = load("mnist")
    answers = keras.saving.load_model(tmp_path / "m.keras").predict(mnist.x_test, verbose=0, batch_size=1000).argmax(1)
    assert (answers == mnist.y_test).mean() == pytest.approx(accuracy, abs=1e-4)


def test_the_machine_of_knobs_learns_and_gradient_descent_is_quicker():
    fives = load("mnist", "is:5")
    x, y = fives.x_train[:20_000], fives.y_train[:20_000].astype("float64")

    def error(weights):
        return ((mark1.patches(x) @ weights[0][:, 0] + weights[1] - y) ** 2).mean()

    np.random.seed(0)
    weights = mark1.network((28, 28), 2).get_weights()
    errors = [error(weights)]
    for _ in range(8):
        weights = mark1.epoch(weights, x, y, 32)
        errors.append(error(weights))
    assert errors[-1] < 0.07 < 0.08 < y.var() < errors[0] + 0.01  # y.var(): the best constant answer's
    model = mark1.network((28, 28), 2)
    model.compile(keras.optimizers.SGD(0.05), "mse")
    model.fit(x, y, batch_size=32, epochs=2, verbose=0)
    assert error(model.get_weights()) < errors[2]


def test_patches_are_what_keras_pools():
    x = np.random.default_rng(0).integers(0, 256, (3, 30, 29)).astype("uint8")
    model = mark1.network((30, 29), 2)
    pooled = keras.Model(model.inputs, model.layers[-2].output).predict(x, verbose=0)
    np.testing.assert_allclose(mark1.patches(x), pooled, atol=1e-6)


def test_a_turn_is_kept_only_when_the_bulb_comes_nearer():
    x = np.full((64, 7, 7), 255, "uint8")
    np.random.seed(1)
    weights = [np.zeros((49, 1), "float32"), np.zeros(1, "float32")]
    turned = mark1.epoch(weights, x, np.ones(64), 1)
    values = np.concatenate([turned[0][:, 0], turned[1]])
    assert values.min() >= 0 < values.max()  # all pictures are bright and should be: only turns up help
    np.testing.assert_allclose(values / mark1.TURN, (values / mark1.TURN).round(), atol=1e-4)


def test_the_worked_example_is_keras_own_arithmetic(capsys):
    assert main(["explain", "perceptron", "--json", "-"]) == 0
    page = json.loads(capsys.readouterr().out)
    model = neuron(page["kernel"], page["bias"])
    output = model.predict(np.array([page["pixels"]], "uint8"), verbose=0)[0, 0]
    assert page["output"] == pytest.approx(float(output), abs=1e-6)
    weights = np.array(page["weights"])  # of the network that has learned fives
    fives = load("mnist", "is:5")
    sums = fives.x_test.reshape(-1, 784) @ weights.reshape(-1)
    assert sums[fives.y_test == 1].mean() > sums[fives.y_test == 0].mean() + sums.std()


def neuron(kernel, bias):
    model = keras.Sequential(
        [
            keras.Input((2, 2)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.set_weights([np.array(kernel)[:, None], np.array([bias])])
    return model


def test_the_perceptrons_page_reads_well(capsys):
    assert main(["explain", "perceptron"]) == 0
    said = capsys.readouterr().out
    assert "bias = -1.00" in said
    assert said.count("▀") == 14 * 28
