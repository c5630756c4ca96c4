"""Writes a picture whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from unstuck.errors import UnstuckError

if TYPE_CHECKING:
    from PIL.Image import Image


def save_picture(picture: Image, path: str | Path) -> None:
    """Write a PNG; a reader of `path` sees the old file or the whole new one, never a part.

    Raises:
        UnstuckError: the folder is missing or may not be written to.
    """
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        picture.save(temporary, format="PNG", optimize=True)
        os.replace(temporary, path)
    except OSError as error:
        todo = "name a file in a folder that is there and that you may write to"
        raise UnstuckError("The picture can be written.", f"{path}: {error.strerror or error}", todo) from error
    finally:
        if temporary.exists():
            temporary.unlink()
