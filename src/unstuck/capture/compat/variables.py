"""Variables of the user's own layers and metrics as `tf.keras` and Keras 2 made them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any

import keras
from keras import ops

from unstuck.capture.replacing import replaced


@contextmanager
def old_variables() -> Iterator[None]:
    """Inside, `add_weight` takes its name first, and a metric's result may be its variable."""
    layer, metric = keras.layers.Layer, keras.metrics.Metric
    with ExitStack() as stack:
        for cls in (layer, metric):
            stack.enter_context(replaced(cls, "add_weight", _name_first(cls.add_weight)))
        stack.enter_context(replaced(layer, "add_variable", layer.add_weight))
        stack.enter_context(replaced(layer, "add_metric", _not_shown))
        stack.enter_context(replaced(metric, "reset_states", metric.reset_state))
        stack.enter_context(replaced(metric, "__init__", _giving_values(metric.__init__)))
        yield


def _name_first(add: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(add)
    def add_weight(self: Any, *args: Any, **kwargs: Any) -> Any:
        if args and isinstance(args[0], str):
            kwargs, args = {"name": args[0], **kwargs}, args[1:]
        for name in ("synchronization", "use_resource", "partitioner", "getter", "collections"):
            kwargs.pop(name, None)
        return add(self, *args, **kwargs)

    return add_weight


def _giving_values(init: Callable[..., None]) -> Callable[..., None]:
    """A result that is a variable becomes its value, which a compiled step can give back."""

    @wraps(init)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **kwargs)
        if not type(self).result.__module__.startswith("keras."):
            self.result = lambda: keras.tree.map_structure(_value, type(self).result(self))
        reset = vars(type(self)).get("reset_states")
        if reset is not None and "reset_state" not in vars(type(self)):
            self.reset_state = lambda: reset(self)

    return __init__


def _not_shown(self: Any, value: Any = None, name: str | None = None, aggregation: Any = None) -> None:
    """Keras 2's `add_metric`: the number is not among those of the training, which goes on the same."""


def _value(result: Any) -> Any:
    return ops.convert_to_tensor(result) if isinstance(result, keras.Variable) else result
