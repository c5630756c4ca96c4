"""What several commands print or write."""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from unstuck.errors import UnstuckError
from unstuck.whole import whole_file
from unstuck.words import duration

_LONG = 60.0  # seconds: the expected time is said
_WATCHED = 3.0  # seconds of work that it is projected from


def console() -> Console:
    """Where a command's result goes; outside a terminal it is 100 characters wide unless COLUMNS says otherwise."""
    return Console(highlight=False, width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else 100)


def write_json(target: str | None, value: Any) -> None:
    """Writes a result to the file of `--json`, `-` being the standard output.

    Raises:
        UnstuckError: the file cannot be written.
    """
    if target is None:
        return
    text = json.dumps(value, indent=1, default=str)
    if target == "-":
        print(text)
    else:
        write_text(target, text + "\n")


def write_text(target: str, text: str) -> None:
    """Writes a file whole or not at all; what is no file of its own (`/dev/stdout`, a pipe) is written to directly.

    Raises:
        UnstuckError: the file cannot be written.
    """
    path = Path(target)
    with _explained(target):
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8", errors="surrogateescape")
            return
        with whole_file(path.resolve()) as draft:  # a link stays a link
            draft.write_text(text, encoding="utf-8", errors="surrogateescape")  # names of files may be any bytes


def check_writable(*targets: str | None) -> None:
    """Says before the work begins, not after it, that its result has no place to go.

    Raises:
        UnstuckError: a target is a folder, or lies in a folder that is missing or may not be written to.
    """
    for target in targets:
        if target is None or target == "-":
            continue
        path = Path(target)
        with _explained(target):
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            if not path.resolve().parent.is_dir() and not path.exists():
                raise FileNotFoundError(errno.ENOENT, "there is no such folder")
            if not os.access(path if path.exists() else path.parent, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@contextmanager
def _explained(target: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnstuckError(
            f"The result goes to the file {target!r}.",
            error.strerror or str(error),
            "Make room there, or name a file in a folder that is there and may be written to.",
        ) from error


@contextmanager
def telling() -> Iterator[Callable[[str], None]]:
    """Shows on the error stream, when that is a terminal, what is being done and for how long.

    Nothing is shown until there is something to tell: a user's script that runs first has the terminal to itself.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda text: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(pulse_style="cyan"), TimeElapsedColumn())
    progress = Progress(*columns, console=console, transient=True, redirect_stdout=False)
    task = progress.add_task("", total=None)

    def say(text: str) -> None:
        progress.start()
        progress.update(task, description=text)

    try:
        yield say
    finally:
        progress.stop()


@contextmanager
def counting(total: int, what: str, out: Console) -> Iterator[Callable[[float], None]]:
    """A bar with the time left, moved to a number of `total`; what is printed to `out` meanwhile stands above it.

    The bar begins with the first move. What will take more than a minute is told, once, in a file's output too.
    """
    console = out if out.is_terminal else Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    shown = console.is_terminal  # a bar would be noise in a file
    progress = Progress(*columns, console=console, transient=True, redirect_stdout=False, disable=not shown)
    task = progress.add_task(what, total=total)
    expect = _Expectation(total, what, console)

    def move(done: float) -> None:
        progress.start()
        progress.update(task, completed=done)
        expect.move(done)

    try:
        yield move
    finally:
        progress.stop()


class _Expectation:
    """Says how long something will take, as soon as that can be told, when it is more than a minute."""

    def __init__(self, total: float, what: str, out: Console) -> None:
        self.total, self.what, self.out = total, what, out
        self.first: tuple[float, float] | None = None
        self.is_told = False

    def move(self, done: float) -> None:
        now = time.monotonic()
        if self.first is None:
            if done <= 0:  # compiling comes before the first step of a training, once
                return
            self.first = now, done
        began, before = self.first
        if self.is_told or done <= before or now - began < _WATCHED:
            return
        self.is_told = True
        left = (now - began) * (self.total - done) / (done - before)
        if left > _LONG:
            self.out.print(f" {self.what[0].upper()}{self.what[1:]} takes about {duration(left)}.")
