"""Delta debugging: the smallest part of a set of changes that still does what all of them do.

Source: A. Zeller, R. Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE 28(2), 2002.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def ddmin(changes: Sequence[T], works: Callable[[Sequence[T]], bool]) -> list[T]:
    """A part of `changes` that works and of which no single change can be left out.

    Args:
        changes: known to work all together, the most suspected first; the least suspected are dropped first.
        works: whether a part of them, in the same order, works.
    """
    kept, pieces = list(changes), 2
    while len(kept) >= 2:
        size = -(-len(kept) // pieces)
        chunks = [kept[i : i + size] for i in range(0, len(kept), size)]
        if pieces == 2 and works(chunks[0]):
            kept, pieces = chunks[0], 2
            continue
        for chunk in reversed(chunks):
            rest = [change for change in kept if change not in chunk]
            if rest and works(rest):
                kept, pieces = rest, max(pieces - 1, 2)
                break
        else:
            if size == 1:
                break
            pieces = min(len(kept), 2 * pieces)
    return kept
