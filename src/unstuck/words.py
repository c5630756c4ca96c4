"""Numbers and names as a person reads them."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path


def percent(share: float, digits: int = 2) -> str:
    """0.90965 → `90.97 %`: halves rounded up, as one learns it, where binary fractions would round them at random."""
    exact = Decimal(repr(round(share * 100, 9))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{exact} %"


def printable(text: str, keep: str = "") -> str:
    """A name from somewhere as it may stand in a terminal: what is invisible there, or steers it, as an escape.

    Args:
        keep: characters that may stay, such as a newline.

    Example:
        >>> printable("a\x1b[2Jb\n")
        'a\\x1b[2Jb\\n'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in keep or _is_space(c) else _escaped(c) for c in text)


def _is_space(character: str) -> bool:
    """Such as the narrow space that macOS puts into the names of screenshots."""
    return unicodedata.category(character) == "Zs"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()


def shown_path(file: str | Path) -> str:
    """A file's path as people are shown it: relative to the working directory when it is inside, else absolute."""
    path = Path(os.path.abspath(file))
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.as_posix()


def first_line(error: BaseException) -> str:
    """What an error says in its first line; its class where it says nothing."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def joined(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def counted(number: int, noun: str) -> str:
    """`1 change`, `2 changes`, `60,000 samples`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def duration(seconds: float) -> str:
    """`0.4 s`, `12 s`, `3 min 5 s`, `2 h 40 min`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
