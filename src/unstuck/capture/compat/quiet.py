"""Things that a script configures to no effect here: devices, logging, sessions, summaries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Quiet:
    """Takes every call and has every attribute; it is empty and false."""

    def __init__(self, *args: Any, **kwargs: Any) -> None: ...

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Quiet()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Another such; as a decorator it leaves a function as it is."""
        return args[0] if len(args) == 1 and not kwargs and callable(args[0]) else Quiet()

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: object) -> None:
        return None


class Strategy(Quiet):
    """`tf.distribute`'s, over one device."""

    num_replicas_in_sync = 1


def __getattr__(name: str) -> Any:
    """Every name of a module that is only configured."""
    if name.startswith("__"):
        raise AttributeError(name)
    return Strategy() if name.endswith("Strategy") else Quiet()
