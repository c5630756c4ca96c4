"""What was trainable when a model was compiled is what it trains by hand, as in Keras 1 and 2.

A pair of networks that are trained against each other lives on it: the judge is compiled, then frozen for the model
that the two make together, and goes on to learn by its own `train_on_batch`. Keras 3 would train nothing of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any
from weakref import WeakKeyDictionary

import keras

from unstuck.capture.replacing import replaced

Flags = list[tuple[keras.layers.Layer, bool]]  # whether each layer is trainable, the outer ones first


class Compiled:
    """What was trainable in each model when it was compiled, and whose each optimizer is."""

    def __init__(self) -> None:
        self._flags: WeakKeyDictionary[keras.Model, Flags] = WeakKeyDictionary()
        self._owners: WeakKeyDictionary[Any, keras.Model] = WeakKeyDictionary()

    def take(self, model: keras.Model) -> None:
        """Remembers what is trainable now."""
        self._flags[model] = _flags(model)

    @contextmanager
    def as_compiled(self, model: keras.Model) -> Iterator[None]:
        """Inside, a model that has been frozen as a whole since it was compiled is trainable as it was then."""
        then, now = self._flags.get(model, []), _flags(model)
        if then == now or not model.weights or model.trainable_weights:
            yield
            return
        _set(then)
        try:
            yield
        finally:
            _set(now)

    def own_optimizer(self, model: keras.Model) -> None:
        """One of Keras 3 trains the weights of one model: a second model gets another one of the same kind."""
        optimizer = model.optimizer
        if optimizer is not None and self._owners.setdefault(optimizer, model) is not model:
            model.optimizer = type(optimizer).from_config(optimizer.get_config())
            self._owners[model.optimizer] = model


@contextmanager
def frozen_as_compiled() -> Iterator[Compiled]:
    """Inside, `train_on_batch` trains what was trainable at `compile`, each model with an optimizer of its own."""
    compiled, model = Compiled(), keras.Model
    with ExitStack() as stack:
        stack.enter_context(replaced(model, "compile", _taking(model.compile, compiled)))
        stack.enter_context(replaced(model, "train_on_batch", _thawing(model.train_on_batch, compiled)))
        yield compiled


def _taking(compile: Callable[..., None], compiled: Compiled) -> Callable[..., None]:
    @wraps(compile)
    def with_flags_taken(self: keras.Model, *args: Any, **kwargs: Any) -> None:
        compile(self, *args, **kwargs)
        compiled.take(self)

    return with_flags_taken


def _thawing(train: Callable[..., Any], compiled: Compiled) -> Callable[..., Any]:
    told: set[str] = set()

    @wraps(train)
    def train_on_batch(self: keras.Model, *args: Any, **kwargs: Any) -> Any:
        compiled.own_optimizer(self)
        frozen = bool(self.weights) and not self.trainable_weights
        with compiled.as_compiled(self):
            if frozen and self.trainable_weights and self.name not in told:
                told.add(self.name)
                print(
                    f"unstuck: {self.name} was frozen after compile; it trains what was trainable then, as in Keras 2.",
                    file=sys.stderr,
                )
            return train(self, *args, **kwargs)

    return train_on_batch


def _flags(model: keras.Model) -> Flags:
    return [(layer, layer.trainable) for layer in model._flatten_layers()]


def _set(flags: Flags) -> None:
    for layer, trainable in flags:  # which sets the layers inside it too, and those come later
        layer.trainable = trainable
