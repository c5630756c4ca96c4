"""Where in the user's source an object was made: the innermost call in the user's own files."""

from __future__ import annotations

import itertools
import sys
import sysconfig
from pathlib import Path
from types import FrameType

from unstuck.spec import Site

_NOT_THE_USERS = tuple(
    str(path.resolve())
    for path in (
        Path(__file__).parents[1],
        *(Path(sysconfig.get_paths()[name]) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    )
)


def calling_site() -> Site | None:
    """The position of the innermost call in user code on the present stack, or None when no user code is on it.

    Columns are UTF-8 byte offsets, as CPython counts them.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and not _is_users(frame.f_code.co_filename):
        frame = frame.f_back
    return None if frame is None else _site(frame)


def _is_users(filename: str) -> bool:
    return not filename.startswith(("<", *_NOT_THE_USERS)) and filename.endswith(".py")


def _site(frame: FrameType) -> Site:
    # f_lasti counts bytes and an instruction takes two.
    positions = next(itertools.islice(frame.f_code.co_positions(), frame.f_lasti // 2, None))
    line, end_line, column, end_column = (number or 0 for number in positions)
    return Site(frame.f_code.co_filename, line or frame.f_lineno, column, end_line, end_column)
