"""Packages that only an export needs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from unstuck.errors import UnstuckError


def needed(module: str) -> Any:
    """A module of the extra `export`.

    Raises:
        UnstuckError: it is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise UnstuckError(
            "An export needs a few more packages.", f"no module {error.name}", "pip install 'unstuck[export]'"
        ) from error
