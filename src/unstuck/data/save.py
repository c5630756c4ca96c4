"""Writes a picture whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from unstuck.errors import UnstuckError
from unstuck.whole import whole_file

if TYPE_CHECKING:
    from PIL.Image import Image


def save_picture(picture: Image, path: str | Path) -> None:
    """Writes a PNG; a reader of `path` sees the old file or the whole new one, never a part.

    Raises:
        UnstuckError: the folder is missing or may not be written to.
    """
    try:
        with whole_file(Path(path)) as draft:
            picture.save(draft, format="PNG", optimize=True)
    except OSError as error:
        todo = "name a file in a folder that is there and that you may write to"
        raise UnstuckError("The picture can be written.", f"{path}: {error.strerror or error}", todo) from error
