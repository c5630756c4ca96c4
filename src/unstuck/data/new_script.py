"""A script to start from, for one's own data."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from unstuck.errors import UnstuckError


def new_script(name: str) -> Path:
    """Writes a short program in plain Keras that trains on a folder of images.

    Args:
        name: of the file, with or without `.py`.

    Raises:
        UnstuckError: there is such a file already, or it cannot be written.
    """
    path = Path(name) if name.endswith(".py") else Path(f"{name}.py")
    text = files("unstuck.data").joinpath("starting_script.py").read_text("utf-8")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text.replace("THIS_FILE.py", path.name))
    except FileExistsError:
        raise UnstuckError(
            "A new script gets a name of its own.", f"{path}, which is there", "choose another"
        ) from None
    except OSError as error:
        raise UnstuckError(
            "The script can be written.", f"{path}: {error.strerror}", "name a file in a folder that is there"
        ) from error
    return path
