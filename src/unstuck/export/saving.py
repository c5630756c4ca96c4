"""Where models are saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from unstuck.errors import UnstuckError
from unstuck.whole import whole_file


@contextmanager
def saving(path: Path) -> Iterator[Path]:
    """A draft of a model's file, see `whole_file`; a folder that is missing is made.

    Raises:
        UnstuckError: the disk is full or the folder cannot be written; what was there before is untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as draft:
            yield draft
    except OSError as error:
        raise UnstuckError(
            f"The model is saved as {path}.",
            f"{error.strerror or error}",
            "Make room there, or choose a path with --out.",
        ) from error
