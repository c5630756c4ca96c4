"""Writing small files so that a crash, a kill or a full disk leaves the old content or the new, never half of it."""

from __future__ import annotations

import contextlib
import json
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from numbers import Integral, Real
from pathlib import Path
from typing import Any

from unstuck.errors import UnstuckError


def to_json(value: Any) -> str:
    """A value as one line of valid JSON; numbers that JSON does not have become "nan", "inf" and "-inf"."""
    return json.dumps(_plain(value), allow_nan=False, separators=(",", ":"), ensure_ascii=False)


def to_float(value: Any) -> float:
    """A number that `to_json` wrote, or nan for anything else."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def write_atomically(path: Path, content: str | bytes) -> None:
    """Replaces a whole file at once.

    Raises:
        UnstuckError: the disk is full or the place cannot be written; the old file is still there.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with explained(path.parent):
        try:
            _write(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, content)
            os.replace(draft, path)
            sync_folder(path.parent)
        except OSError:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise


def append_line(path: Path, line: str) -> None:
    """Adds one line and waits until the disk has it.

    A last line without its newline is what a killed writer left; it is cut off first, so that it cannot swallow ours.

    Raises:
        UnstuckError: the disk is full or the file cannot be written; the file is as it was before.
    """
    with explained(path.parent):
        end = _end_of_last_line(path)
        if end is not None and end < path.stat().st_size:
            os.truncate(path, end)
        try:
            _write(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, line + "\n")
        except OSError:
            with contextlib.suppress(OSError):
                os.truncate(path, end or 0)
            raise


@contextlib.contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turns the system's error into one that says what to do."""
    try:
        yield
    except OSError as error:
        raise UnstuckError(
            f"A run is written as files under {folder}.",
            f"{type(error).__name__}: {error}",
            "Free some space there, or set UNSTUCK_RUNS to a folder that can be written.",
        ) from error


def sync_folder(path: Path) -> None:
    """Makes a rename in the folder survive a power cut; where folders cannot be opened (Windows) there is no need."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(path: Path, flags: int, content: str | bytes) -> None:
    handle = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o644)
    try:
        rest = memoryview(content.encode() if isinstance(content, str) else content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _end_of_last_line(path: Path) -> int | None:
    """Bytes up to and with the last newline; None when there is no file yet."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            if size == 0:
                return 0
            file.seek(size - 1)
            if file.read(1) == b"\n":
                return size
            file.seek(0)
            return file.read().rfind(b"\n") + 1
    except FileNotFoundError:
        return None


def _plain(value: Any) -> Any:
    """The value in JSON's own types."""
    match value:
        case None | bool() | str() | int():
            return value
        case Integral():  # numpy's integers too
            return int(value)
        case Real():
            number = float(value)
            return number if math.isfinite(number) else str(number)
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case Sequence() | set() | frozenset():
            return [_plain(item) for item in value]
        case _:
            return _plain_array(value)


def _plain_array(value: Any) -> Any:
    """Arrays as lists; what JSON cannot hold, as text."""
    import numpy as np  # only for values that are none of Python's own; reading runs stays quick

    if isinstance(value, np.ndarray | np.generic):
        return _plain(value.tolist())
    return str(value)
