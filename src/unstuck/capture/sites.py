"""Where in the user's source an object was made: the innermost call in the user's own files, and what led to it."""

from __future__ import annotations

import ast
import itertools
import os
import sys
import sysconfig
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any

from unstuck.notebook import is_notebook, program
from unstuck.spec import Site

_NOT_THE_USERS = tuple(
    str(path.resolve())
    for path in (
        Path(__file__).parents[1],
        *(Path(sysconfig.get_paths()[name]) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    )
)
_DEEPEST = 10  # calls; a recursion ends there


def calling_site(made: Any = None) -> Site | None:
    """The position of the innermost call in user code on the present stack, or None when no user code is on it.

    Columns are UTF-8 byte offsets, as CPython counts them.

    Args:
        made: an object being made; its place is where its class is called, not where a `__init__` of the user's own
            calls its parent's.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and (not is_users(frame.f_code.co_filename) or _makes(frame, made)):
        frame = frame.f_back
    return None if frame is None else _chain(frame)


def users_frame(frame: FrameType | None) -> FrameType | None:
    """The innermost frame of user code, from a frame outwards."""
    while frame is not None and not is_users(frame.f_code.co_filename):
        frame = frame.f_back
    return frame


def _chain(frame: FrameType) -> Site:
    """The site of a frame, with the calls that led to it: outwards through the user's own functions."""
    frames = [frame]
    # An import leads to a module's code, but it is no call that one could change.
    while len(frames) < _DEEPEST and frames[-1].f_code.co_name != "<module>":
        outer = users_frame(frames[-1].f_back)
        if outer is None:
            break
        frames.append(outer)
    site: Site | None = None
    for each in reversed(frames):
        site = replace(_site(each), via=site)
    assert site is not None
    return site


def _makes(frame: FrameType, made: Any) -> bool:
    code = frame.f_code
    own = code.co_name == "__init__" and code.co_argcount > 0
    return own and made is not None and frame.f_locals.get(code.co_varnames[0]) is made


def is_users(filename: str) -> bool:
    """Whether a file is of the user's own code."""
    return not filename.startswith(("<", *_NOT_THE_USERS)) and filename.endswith((".py", ".ipynb"))


def _site(frame: FrameType) -> Site:
    # f_lasti counts bytes and an instruction takes two.
    positions = next(itertools.islice(frame.f_code.co_positions(), frame.f_lasti // 2, None))
    line, end_line, column, end_column = (number or 0 for number in positions)
    file = frame.f_code.co_filename
    # CPython begins a call that is chained over several lines at the method's name.
    line, column = _starts_of_calls(file, changed(file)).get((end_line, end_column), (line or frame.f_lineno, column))
    return Site(file, line, column, end_line, end_column)


def changed(file: str) -> int:
    """When the file was last written, so that a new version of it is read anew."""
    try:
        return os.stat(file).st_mtime_ns
    except OSError:
        return 0


def syntax(file: str) -> ast.Module:
    """The syntax tree of a user's script or notebook; an empty one where it cannot be read."""
    try:
        return ast.parse(program(file) if is_notebook(file) else Path(file).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return ast.Module([], [])


@lru_cache(maxsize=64)
def _starts_of_calls(file: str, changed: int) -> dict[tuple[int | None, int | None], tuple[int, int]]:
    """The (line, column) where each call of a file begins, by those of its end; no two calls end in one place."""
    calls = (node for node in ast.walk(syntax(file)) if isinstance(node, ast.Call))
    return {(call.end_lineno, call.end_col_offset): (call.lineno, call.col_offset) for call in calls}
