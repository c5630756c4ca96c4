"""Trains a model twice, with Keras' own `fit` and with the engine's, and compares everything that a user can see."""

from __future__ import annotations

import os

os.environ["KERAS_BACKEND"] = "jax"

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from unstuck.engine import FitCall, fit, why_not_scan
from unstuck.engine.keras_epochs import KERAS_FIT

RNG = np.random.default_rng(0)
X = RNG.integers(0, 256, (64, 6, 6), dtype="uint8")  # two whole batches: a smaller last one compiles a step more
Y = RNG.integers(0, 3, 64)
ONE_HOT = np.eye(3, dtype="float32")[Y]
WEIGHT = RNG.random(64).astype("float32")
CROSS = "sparse_categorical_crossentropy"
L = keras.layers


def stack(*layers: Any, shape: tuple[int, ...] = (6, 6), **arguments: Any) -> keras.Sequential:
    """A compiled sequential model, a classifier of `Y` unless told otherwise."""
    model = keras.Sequential([L.Input(shape), *layers])
    model.compile(**{"optimizer": "adam", "loss": CROSS, "metrics": ["accuracy"]} | arguments)
    return model


def perceptron(*extra: Any, units: int = 3, **arguments: Any) -> keras.Sequential:
    """Scaled pixels, the layers given, and a softmax."""
    return stack(L.Rescaling(1 / 255), L.Flatten(), *extra, L.Dense(units, "softmax"), **arguments)


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a user can see of a training, and of the generators that it drew from."""

    history: dict[str, list[Any]]
    epoch: list[int]
    params: dict[str, Any]
    weights: list[np.ndarray]
    optimizer: list[np.ndarray]
    metrics: list[np.ndarray]
    random: float
    stopped: bool


def outcome(make: Any, arguments: Any, train_it: Any) -> Outcome:
    """The outcome of one training, begun with the same seeds and names as any other."""
    keras.backend.clear_session()  # names of layers and metrics are counted anew
    keras.utils.set_random_seed(3)
    model = make()
    call = {"x": X, "y": Y, "epochs": 3, "verbose": 0} | (arguments(model) if callable(arguments) else arguments)
    history = train_it(model, call)
    return Outcome(
        history.history,
        history.epoch,
        history.params,
        [np.asarray(v) for v in model.variables],
        [np.asarray(v) for v in model.optimizer.variables],
        [np.asarray(v) for v in model.metrics_variables],
        np.random.random(),
        model.stop_training,
    )


def by_keras(model: keras.Model, call: dict[str, Any]) -> keras.callbacks.History:
    return KERAS_FIT(model, **call)


def by_scan(model: keras.Model, call: dict[str, Any]) -> keras.callbacks.History:
    assert why_not_scan(model, FitCall(**call)) is None
    return fit(model, FitCall(**call))


def by_fallback(model: keras.Model, call: dict[str, Any]) -> keras.callbacks.History:
    assert why_not_scan(model, FitCall(**call)) is not None
    return fit(model, FitCall(**call))


def assert_same(ours: Outcome, keras_own: Outcome, rtol: float = 1e-5, atol: float = 1e-6) -> None:
    """Same keys in the same order, same types, same numbers within float32's rounding, same draws."""
    assert list(ours.history) == list(keras_own.history)
    assert ours.epoch == keras_own.epoch
    assert ours.params == keras_own.params
    assert ours.stopped == keras_own.stopped
    for key, expected in keras_own.history.items():
        assert [type(value) for value in ours.history[key]] == [type(value) for value in expected], key
        np.testing.assert_allclose(ours.history[key], expected, rtol=rtol, atol=atol, err_msg=key)
    for name in ("weights", "optimizer", "metrics"):
        found, wanted = getattr(ours, name), getattr(keras_own, name)
        assert [a.dtype for a in found] == [a.dtype for a in wanted], name
        for place, (a, b) in enumerate(zip(found, wanted, strict=True)):
            np.testing.assert_allclose(
                a.astype("float64"), b.astype("float64"), rtol=10 * rtol, atol=10 * atol, err_msg=f"{name} {place}"
            )
    assert ours.random == keras_own.random, "NumPy's generator is not left as Keras leaves it"


def assert_parity(make: Any, arguments: Any, train_it: Any = by_scan, **tolerances: float) -> None:
    """The engine's outcome is Keras'."""
    assert_same(outcome(make, arguments, train_it), outcome(make, arguments, by_keras), **tolerances)
