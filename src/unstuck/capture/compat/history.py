"""`acc` and `accuracy` are one: History, logs and monitors answer to both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any

import keras
from keras.src.utils import python_utils

from unstuck.capture.replacing import replaced


def other_spelling(name: str) -> str:
    """`val_acc` → `val_accuracy` and back; any other name stays."""
    for long, short in (("accuracy", "acc"),):
        if name in (long, f"val_{long}"):
            return name.replace(long, short)
        if name in (short, f"val_{short}"):
            return name.replace(short, long)
    return name


class BothSpellings(dict[str, Any]):
    """A dict of metrics that finds `acc` where it holds `accuracy`, and the reverse; its keys are what it holds."""

    def __missing__(self, key: str) -> Any:
        return super().__getitem__(self._held(key))

    def _held(self, key: Any) -> Any:
        other = other_spelling(key) if isinstance(key, str) else key
        if not super().__contains__(other):
            raise KeyError(key)
        return other

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or (isinstance(key, str) and super().__contains__(other_spelling(key)))

    def get(self, key: str, default: Any = None) -> Any:
        """As a dict's."""
        return self[key] if key in self else default  # noqa: SIM401 it is what `get` is made of

    def __reduce__(self) -> Any:
        return dict, (dict(self),)  # pickled, it is a plain dict that needs nothing of ours


@contextmanager
def both_spellings() -> Iterator[None]:
    """Inside, callbacks and History answer to both."""
    plain_logs = python_utils.pythonify_logs
    with ExitStack() as stack:
        stack.enter_context(replaced(python_utils, "pythonify_logs", lambda logs: BothSpellings(plain_logs(logs))))
        history = keras.callbacks.History
        stack.enter_context(replaced(history, "__init__", _init(history.__init__)))
        monitor = keras.callbacks.EarlyStopping.__mro__[1]
        stack.enter_context(replaced(monitor, "_set_monitor_op", _monitoring(monitor._set_monitor_op)))
        yield


def _init(init: Callable[..., None]) -> Callable[..., None]:
    @wraps(init)
    def __init__(self: keras.callbacks.History) -> None:
        init(self)
        self.history = BothSpellings()

    return __init__


def _monitoring(set_op: Callable[[Any], None]) -> Callable[[Any], None]:
    """Which way is better is read off the model's metric of that name."""

    def _set_monitor_op(self: Any) -> None:
        given, held = self.monitor, {metric.name for metric in _metrics(self.model)}
        if given.removeprefix("val_") not in held and other_spelling(given).removeprefix("val_") in held:
            self.monitor = other_spelling(given)
        try:
            set_op(self)
        finally:
            self.monitor = given

    return _set_monitor_op


def _metrics(model: keras.Model) -> list[Any]:
    return [each for metric in model.metrics for each in getattr(metric, "metrics", [metric])]
