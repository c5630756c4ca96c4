"""Packages that only a part of Unstuck needs, imported where that part begins."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from unstuck.errors import UnstuckError


def optional(module: str, extra: str) -> Any:
    """A module of an extra.

    Raises:
        UnstuckError: it is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise UnstuckError(
            f"This is an optional part, {extra!r}.", str(error), f"pip install 'unstuck[{extra}]'"
        ) from error
