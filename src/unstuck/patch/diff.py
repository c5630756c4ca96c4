"""A change of sources as a unified diff, and written to the files."""

from __future__ import annotations

import difflib
import os
import re
import shutil
from pathlib import Path

from unstuck.errors import UnstuckError
from unstuck.notebook import cells_of, decode, is_notebook, program, with_program
from unstuck.whole import whole_file
from unstuck.words import shown_path


def unified(file: str, old: str, new: str) -> str:
    """The diff of one file as `git apply` and `patch -p1` read it; its path is relative to here where possible.

    A notebook's is for people to read: one diff for each changed code cell.
    """
    name = shown_path(file)
    name = name if name.startswith("/") else f"/{name}"
    if not is_notebook(file):
        return _diff(name, _lines(old), _lines(new))
    pairs = enumerate(zip(cells_of(old), cells_of(new), strict=True), 1)
    return "".join(
        _diff(f"{name} cell {number}", *([f"{line}\n" for line in lines] for lines in pair)) for number, pair in pairs
    )


def _diff(name: str, old: list[str], new: list[str]) -> str:
    lines = difflib.unified_diff(old, new, f"a{name}", f"b{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def write_all(sources: dict[str, str], originals: dict[str, str]) -> list[str]:
    """Replace the files, each in one step, and keep the old ones as `FILE.orig`.

    Raises:
        UnstuckError: a file is not what it was when the patch was made, or cannot be written; then nothing is.
    """
    contents = {file: _content(file, originals[file], text) for file, text in sources.items()}
    for file in contents:
        _check_writable(Path(file).resolve())
    for file, content in contents.items():
        _replace(Path(file).resolve(), content)
    return list(sources)


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _content(file: str, original: str, text: str) -> bytes:
    """The bytes of a file's new text, in its own encoding."""
    try:
        raw = Path(file).read_bytes()
        now = program(file, raw)
        encoding = "utf-8" if is_notebook(file) else decode(raw)[1]
    except (OSError, SyntaxError, ValueError) as error:
        raise UnstuckError(
            "A patch needs the file it was made for.", f"{file}: {error}", "put the file back, or debug it again"
        ) from None
    if now != original:
        raise UnstuckError(
            "A patch is written only to the source it was made for.",
            f"{file} has changed since",
            "run the debugger again",
        )
    return with_program(raw, text) if is_notebook(file) else text.encode(encoding)


def _check_writable(path: Path) -> None:
    """A new file takes the old one's place, so the folder counts; a file set read-only is meant to stay, though."""
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        which = "the file is" if os.access(path.parent, os.W_OK) else "its folder is"
        raise UnstuckError(
            "A patch is written into the program's own file.",
            f"{path} ({which} read-only)",
            "Make it writable, or apply the change shown above by hand; nothing has been written.",
        )


def _replace(path: Path, content: bytes) -> None:
    shutil.copy2(path, _free(path))
    with whole_file(path) as draft:
        draft.write_bytes(content)
        shutil.copymode(path, draft)


def _free(path: Path) -> Path:
    """`FILE.orig`, or `FILE.orig.1` … when that holds an older original, which is never overwritten."""
    kept, number = path.with_name(f"{path.name}.orig"), 0
    while kept.exists() and kept.read_bytes() != path.read_bytes():
        number += 1
        kept = path.with_name(f"{path.name}.orig.{number}")
    return kept
