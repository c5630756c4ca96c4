"""What several commands print or write."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from unstuck.errors import UnstuckError


def console() -> Console:
    """Where a command's result goes; outside a terminal it is 100 characters wide."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 100)


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
    """Writes a file whole or not at all.

    Raises:
        UnstuckError: the file cannot be written.
    """
    path = Path(target)
    draft = path.with_name(path.name + ".tmp")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise UnstuckError(f"The result is written to {target}.", error.strerror or str(error)) from error


@contextmanager
def telling() -> Iterator[Callable[[str], None]]:
    """Shows on the error stream what is being done and for how long."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(pulse_style="cyan"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda text: progress.update(task, description=text)


@contextmanager
def counting(total: int, what: str) -> Iterator[Callable[[float], None]]:
    """A bar on the error stream with the time left, moved to a number of `total`."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.update(task, completed=done)
