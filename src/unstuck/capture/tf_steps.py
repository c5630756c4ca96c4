"""A network of the script's own class whose `train_step` is written for TensorFlow: JAX cannot run that step."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import keras

from unstuck.capture.replacing import replaced
from unstuck.errors import UnstuckError


@contextmanager
def trained_by_keras(model: keras.Model) -> Iterator[None]:
    """Inside, such a network trains by Keras' own step, which is said aloud; any other is left as it is.

    Raises:
        UnstuckError: its own step is all that says what it is to learn: it was compiled without a loss.
    """
    cls, own = type(model), keras.Model
    with ExitStack() as stack:
        if _for_tensorflow(cls.train_step):
            if model.loss is None:
                raise UnstuckError(
                    f"{cls.__name__} says what it learns in a train_step with TensorFlow's GradientTape, and Unstuck"
                    " trains on JAX.",
                    f"{cls.__name__} compiled without a loss that Keras could train it with",
                    "Say the loss in compile(loss=…), or write train_step(self, state, data) for JAX.",
                )
            print(
                f"unstuck: the train_step of {cls.__name__} is written for TensorFlow; it trains by Keras' own step.",
                file=sys.stderr,
            )
            stack.enter_context(replaced(cls, "train_step", own.train_step))
            inside = [layer for layer in model._layers if isinstance(layer, keras.Model)]
            if cls.call is own.call and len(inside) == 1:
                cls.call = _through(model._layers.index(inside[0]))
        if _for_tensorflow(cls.test_step):
            cls.test_step = own.test_step  # for `evaluate` after the fit too; the class is the script's
        yield


def _through(place: int) -> Callable[..., Any]:
    """The `call` that a class did not need whose step calls the network inside it itself."""

    def call(self: keras.Model, inputs: Any, training: bool | None = None) -> Any:
        return self._layers[place](inputs, training=training)

    return call


def _for_tensorflow(step: object) -> bool:
    """On TensorFlow a step takes `(self, data)`, on JAX `(self, state, data)`."""
    return inspect.isfunction(step) and len(inspect.signature(step).parameters) == 2
