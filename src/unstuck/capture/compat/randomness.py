"""Random numbers drawn inside a layer of the script's own: JAX wants their state to belong to the layer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

import keras

from unstuck.capture.replacing import replaced

_DRAWING: ContextVar[keras.layers.Layer | None] = ContextVar("drawing", default=None)


def seed_here(seed: Any = None) -> Any:
    """What to draw with: the given seed, or the state of the layer that is being called, or None outside of one."""
    layer = _DRAWING.get()
    return seed if seed is not None or layer is None else layer.seed_generator_of_script


@contextmanager
def layers_have_seeds() -> Iterator[None]:
    """Inside, every Lambda and every layer of a class that is not Keras' own gets a state for random numbers."""
    layer = keras.layers.Layer
    with replaced(layer, "__init__", _init(layer.__init__)), replaced(layer, "__call__", _call(layer.__call__)):
        yield


def _init(init: Callable[..., None]) -> Callable[..., None]:
    @wraps(init)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **kwargs)
        own = not type(self).__module__.startswith("keras.") and not isinstance(self, keras.Model)
        if own or isinstance(self, keras.layers.Lambda):
            self.seed_generator_of_script = keras.random.SeedGenerator()

    __init__.__signature__ = init.__signature__  # type: ignore[attr-defined]
    return __init__


def _call(call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:
        if not hasattr(self, "seed_generator_of_script"):
            return call(self, *args, **kwargs)
        token = _DRAWING.set(self)
        try:
            return call(self, *args, **kwargs)
        finally:
            _DRAWING.reset(token)

    return __call__
