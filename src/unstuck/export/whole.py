"""Files that are either whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from unstuck.errors import UnstuckError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A draft to be written, beside the file whose place it takes when all went well; else it is removed.

    Args:
        path: the file; its folder is made when it is missing. The draft has the same suffix.

    Raises:
        UnstuckError: the disk is full or the folder cannot be written; what was there before is untouched.
    """
    draft = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise UnstuckError(
            f"The model is saved as {path}.",
            f"{error.strerror or error}",
            "Make room there, or choose a path with --out.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)
