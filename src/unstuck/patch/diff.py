"""A change of sources as a unified diff, and written to the files."""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import shutil
import tempfile
from pathlib import Path

from unstuck.errors import UnstuckError
from unstuck.patch.source import decode


def unified(file: str, old: str, new: str) -> str:
    """The diff of one file as `git apply` and `patch -p1` read it; its path is relative to here where possible."""
    name = shown(file)
    name = name if name.startswith("/") else f"/{name}"
    lines = difflib.unified_diff(_lines(old), _lines(new), f"a{name}", f"b{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def shown(file: str) -> str:
    """A file's path as people are shown it: relative to the working directory when it is inside."""
    path = Path(os.path.abspath(file))
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.as_posix()


def write_all(sources: dict[str, str], originals: dict[str, str]) -> list[str]:
    """Replace the files, each in one step, and keep the old ones as `FILE.orig`.

    Raises:
        UnstuckError: a file is not what it was when the patch was made; then nothing is written.
    """
    encodings = {file: _unchanged(file, originals[file]) for file in sources}
    for file, text in sources.items():
        _replace(Path(file).resolve(), text.encode(encodings[file]))
    return list(sources)


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _unchanged(file: str, original: str) -> str:
    """The file's encoding."""
    try:
        text, encoding = decode(Path(file).read_bytes())
    except (OSError, SyntaxError, UnicodeError) as error:
        raise UnstuckError("A patch needs the file it was made for.", f"{file}: {error}") from None
    if text != original:
        raise UnstuckError(
            "A patch is written only to the source it was made for.",
            f"{file} has changed since",
            "run the debugger again",
        )
    return encoding


def _replace(path: Path, content: bytes) -> None:
    shutil.copy2(path, _free(path))
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        shutil.copymode(path, temporary)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def _free(path: Path) -> Path:
    """`FILE.orig`, or `FILE.orig.1` … when that holds an older original, which is never overwritten."""
    kept, number = path.with_name(f"{path.name}.orig"), 0
    while kept.exists() and kept.read_bytes() != path.read_bytes():
        number += 1
        kept = path.with_name(f"{path.name}.orig.{number}")
    return kept
