"""Models that begin with text: JAX has no strings, so their data are translated to numbers before the model.

A layer that takes text is left out of the model and is called on its data; the model begins after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any

import jax
import keras
import numpy as np

from unstuck.capture.compat.lookups import IntegerLookup, Lookup, StringLookup, TextVectorization
from unstuck.capture.compat.text import is_text
from unstuck.capture.compat.tf_data import Dataset
from unstuck.capture.replacing import replaced

LAYERS = {each.__name__: each for each in (TextVectorization, StringLookup, IntegerLookup)}
_STRING = ("string", "str")


def in_numbers(model: keras.Model, x: Any) -> Any:
    """The data as the model takes them: what its first layers read as text is theirs, as numbers."""
    readers = getattr(model, "_text_readers", {})
    if not readers or not isinstance(x, Dataset | dict | list | tuple | np.ndarray | jax.Array | str):
        return x
    if isinstance(x, Dataset):
        return x.map(lambda *parts: (in_numbers(model, parts[0]), *parts[1:]) if len(parts) > 1 else _only(parts))
    if isinstance(x, dict):
        return {name: _read(readers, name, values) for name, values in x.items()}
    names = [each.name for each in model.inputs] if isinstance(model, _FUNCTIONAL) else list(readers)
    if isinstance(x, list | tuple) and len(x) == len(names) > 1:
        return [_read(readers, name, values) for name, values in zip(names, x, strict=True)]
    return _read(readers, names[0], x)


def _only(parts: tuple[Any, ...]) -> Any:
    return parts[0]


_FUNCTIONAL = keras.src.models.functional.Functional


def _read(readers: dict[str, list[Any]], name: str, values: Any) -> Any:
    for layer in readers.get(name, ()):
        array = np.asarray(values)
        if not (is_text(array) or isinstance(layer, IntegerLookup)):
            return values  # numbers already
        values = layer.apply_to(array[:, None] if array.ndim == 1 else array)  # a model's inputs have two axes at least
    return values


@contextmanager
def text_is_read_before() -> Iterator[None]:
    """Inside, Keras' layers for text are ours, and models may begin with them."""
    functional, sequential, model = _FUNCTIONAL, keras.Sequential, keras.Model
    with ExitStack() as stack:
        for name, layer in LAYERS.items():
            stack.enter_context(replaced(keras.layers, name, layer))
        stack.enter_context(replaced(functional, "__init__", _from_numbers(functional.__init__)))
        stack.enter_context(replaced(sequential, "add", _leaving_out(sequential.add)))
        stack.enter_context(replaced(model, "__call__", _translating(model.__call__, _has_text)))
        for name in ("evaluate", "predict", "train_on_batch", "test_on_batch", "predict_on_batch"):
            stack.enter_context(replaced(model, name, _translating(getattr(model, name))))
        yield


def _from_numbers(init: Callable[..., None]) -> Callable[..., None]:
    """A functional model whose inputs are text begins at the numbers that were made of it."""

    @wraps(init)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        old = "input" if "input" in kwargs else "inputs"
        inputs, args = (args[0], args[1:]) if args else (kwargs.pop(old, None), args)
        readers: dict[str, list[Any]] = {}

        def numbers(given: Any) -> Any:
            made = getattr(given, "_read_as", None)
            if made is None:
                return given
            readers[made[0].name] = [made[1]]
            return made[0]

        inputs = keras.tree.map_structure(numbers, inputs)
        init(self, inputs, *args, **kwargs)
        if readers:
            self._text_readers = readers

    return __init__


def _leaving_out(add: Callable[..., None]) -> Callable[..., None]:
    """Layers for text at the beginning of a `Sequential`, and an input of text before them, are kept beside it."""

    @wraps(add)
    def with_text(self: Any, layer: Any, *args: Any, **kwargs: Any) -> None:
        if isinstance(layer, keras.KerasTensor) and layer.dtype in _STRING:
            return
        if isinstance(layer, keras.layers.InputLayer) and layer.dtype in _STRING:
            return
        reads = isinstance(layer, Lookup) or getattr(layer, "_text_readers", None)
        if reads and all(isinstance(each, keras.layers.InputLayer) for each in self._layers):
            self._layers.clear()
            first = getattr(self, "_text_readers", {}).get("text", [])
            if isinstance(layer, Lookup):
                self._text_readers = {"text": [*first, layer]}
                return
            self._text_readers = {"text": [*first, *next(iter(layer._text_readers.values()))]}
        add(self, layer, *args, **kwargs)

    return with_text


def _has_text(x: Any) -> bool:
    """Keras calls a model too, with numbers; a script's own call is with text."""
    return any(is_text(np.asarray(each)) for each in keras.tree.flatten(x) if isinstance(each, np.ndarray | str))


def _translating(method: Callable[..., Any], where: Callable[[Any], bool] = lambda _: True) -> Callable[..., Any]:
    @wraps(method)
    def with_numbers(self: Any, *args: Any, **kwargs: Any) -> Any:
        if getattr(self, "_text_readers", None) and "_use_cached_eval_dataset" not in kwargs:  # Keras' own call in fit
            if args and not isinstance(args[0], keras.KerasTensor) and where(args[0]):
                args = (in_numbers(self, args[0]), *args[1:])
            elif "x" in kwargs:
                kwargs["x"] = in_numbers(self, kwargs["x"])
        return method(self, *args, **kwargs)

    return with_numbers
