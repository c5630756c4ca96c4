"""A recipe taken from a model builds the same model again, also when parts of it are the user's own code."""

import json

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import layers, ops

from unstuck.capture import compile_as, rebuild, spec_of
from unstuck.engine import FitCall
from unstuck.errors import UnstuckError
from unstuck.spec import Edit, Spec

X = np.random.default_rng(0).normal(size=(40, 6)).astype("float32")
Y = (X.sum(1) > 0).astype("float32")[:, None]
FACTOR = 3.0


class Doubling(layers.Layer):
    def call(self, x):
        return 2 * x


class OwnAdam(keras.optimizers.Adam):
    pass


class OwnLoss(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return ops.mean((y_true - y_pred) ** 4, axis=-1)


def own_loss(y_true, y_pred):
    return ops.mean(ops.abs(y_true - y_pred), axis=-1)


def functional():
    inputs = keras.Input((6,))
    a, b = layers.Dense(4, activation="relu")(inputs), layers.Dense(4)(inputs)
    return keras.Model(inputs, layers.Dense(1)(layers.Add()([a, b])))


MODELS = {
    "sequential": lambda: keras.Sequential([keras.Input((6,)), layers.Dense(3), layers.Dropout(0.1), layers.Dense(1)]),
    "functional": functional,
    "own layer": lambda: keras.Sequential([keras.Input((6,)), Doubling(), layers.Dense(1)]),
    "lambda with a variable of its own": lambda: keras.Sequential(
        [keras.Input((6,)), layers.Lambda(lambda x: FACTOR * ops.tanh(x)), layers.Dense(1)]
    ),
}
COMPILED = {
    "names": {"optimizer": "adam", "loss": "mse"},
    "objects": {
        "optimizer": keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.1, 100), momentum=0.9),
        "loss": keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1),
    },
    "own function": {"optimizer": "sgd", "loss": own_loss},
    "own classes": {"optimizer": OwnAdam(0.02), "loss": OwnLoss()},
}


@pytest.mark.parametrize("compiled", COMPILED)
@pytest.mark.parametrize("kind", MODELS)
def test_the_model_built_again_is_the_same(kind, compiled):
    model = MODELS[kind]()
    arguments = COMPILED[compiled]
    model.compile(**arguments)
    spec = spec_of(model, FitCall(X, Y, epochs=2, batch_size=8))
    before = spec.to_json()
    again = compile_as(spec, rebuild(spec, model), model)
    again.set_weights(model.get_weights())
    np.testing.assert_allclose(again.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-6)
    assert again.evaluate(X, Y, verbose=0) == pytest.approx(model.evaluate(X, Y, verbose=0), rel=1e-6)
    assert type(again.optimizer) is type(model.optimizer)
    assert spec.to_json() == before, "building from a recipe leaves it as it was"


def test_numbers_of_numpy_are_plain_in_a_recipe():
    model = functional()
    model.compile("adam", "mse")
    given = [np.int64(number) for number in (8, 2)]
    told = json.loads(spec_of(model, FitCall(X, Y, batch_size=given[0], epochs=given[1])).to_json())
    assert (told["batch_size"], told["epochs"]) == (8, 2)


def test_a_recipe_survives_json():
    model = functional()
    model.compile("adam", "mse")
    spec = spec_of(model, FitCall(X, Y))
    assert Spec.from_json(spec.to_json()).to_json() == spec.to_json()


@settings(deadline=None)
@given(st.sampled_from([1, 2]), st.integers(1, 50), st.floats(1e-5, 1.0))
def test_an_edit_changes_its_place_and_nothing_else(layer, units, rate):
    model = MODELS["sequential"]()
    model.compile(keras.optimizers.Adam(2.0), "mse")
    spec = spec_of(model, FitCall(X, Y))
    place = {1: 0, 2: 2}[layer]
    old = spec.get(f"layers[{place}].units")
    edits = [Edit(f"layers[{place}].units", old, units), Edit("optimizer.learning_rate", 2.0, rate)]
    changed = spec.apply(*edits)
    assert (changed.get(f"layers[{place}].units"), changed.get("optimizer.learning_rate")) == (units, rate)
    back = changed.apply(*(Edit(edit.path, edit.new, edit.old) for edit in edits))
    assert back.to_json() == spec.to_json()


def test_an_edit_of_another_recipe_is_refused():
    model = MODELS["sequential"]()
    model.compile("adam", "mse")
    spec = spec_of(model, FitCall(X, Y))
    with pytest.raises(UnstuckError, match="mae"):
        spec.apply(Edit("loss", "mae", "mse"))
    with pytest.raises(UnstuckError):
        spec.get("layers[9].units")
