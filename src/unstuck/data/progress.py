"""How far a piece of work is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], None]  # is told the share that is done, from 0 to 1


def unheard(share: float) -> None:
    """Progress that nobody listens to."""
