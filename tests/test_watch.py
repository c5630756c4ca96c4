"""`unstuck.Watch`: each of what it notices, noticed once, in plain Keras fits."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
import pytest
from keras import layers

import unstuck

RNG = np.random.default_rng(0)
X = RNG.normal(size=(256, 4)).astype("float32")
Y = (X.sum(1) > 0.3).astype("float32")


def watched(head, optimizer, x=X, y=Y, epochs=6, stop=False, **layer):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((4,)), layers.Dense(8, "relu", **layer), layers.Dense(1, head)])
    model.compile(optimizer, "binary_crossentropy" if head == "sigmoid" else "mse")
    said = []
    watch = unstuck.Watch(X, Y, stop=stop, say=said.append)
    history = model.fit(x, y, epochs=epochs, batch_size=16, verbose=0, callbacks=[watch])
    assert len(said) == len(watch.notices)
    return [notice.check for notice in watch.notices], said, history


def test_a_healthy_training_is_left_in_peace():
    assert watched("sigmoid", keras.optimizers.Adam(0.05))[0] == []


@pytest.mark.parametrize("stop", [True, False])
def test_a_loss_that_is_no_number_is_told_once_and_stops_on_request(stop):
    broken = X.copy()
    broken[100:] = np.nan
    checks, said, history = watched("sigmoid", "adam", x=broken, stop=stop)
    assert checks[0] == "non_finite"
    assert checks.count("non_finite") == 1
    since = ", since step " if stop else ""
    assert said[0].startswith(f"unstuck, epoch 1: the loss is no number any more{since}")
    assert len(history.history["loss"]) == (1 if stop else 6)


def test_outputs_that_are_all_alike_and_below_the_baseline():
    checks, said, _ = watched("sigmoid", keras.optimizers.SGD(0.0), kernel_initializer="zeros")
    assert set(checks) == {"constant_output", "loss_not_falling", "below_baseline"}
    assert "every sample gets the same output, [0.5]" in " ".join(said)
