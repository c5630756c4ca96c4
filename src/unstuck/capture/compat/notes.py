"""What a script tells a tracker, for whoever runs the script to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Notes:
    """What a script tells a tracker.

    Args:
        config: the settings; it grows while the script runs.
        log: called with every set of values that the script logs.
    """

    config: dict[str, Any] = field(default_factory=dict)
    log: Callable[[Mapping[str, Any]], None] = lambda values: None


_CURRENT: ContextVar[Notes] = ContextVar("notes")


def current_notes() -> Notes:
    """Those of the script that runs; outside of one, some that nobody reads."""
    return _CURRENT.get(Notes())


@contextmanager
def taking(notes: Notes) -> Iterator[None]:
    """Inside, what trackers are told goes to these notes."""
    token = _CURRENT.set(notes)
    try:
        yield
    finally:
        _CURRENT.reset(token)
