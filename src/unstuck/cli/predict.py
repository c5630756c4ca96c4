"""`unstuck predict MODEL IMAGES…`."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unstuck import backend
from unstuck.cli.output import check_writable, console, counting, write_json, write_text
from unstuck.errors import UnstuckError
from unstuck.words import counted, percent, printable

if TYPE_CHECKING:
    from unstuck.serve import Answer, Unreadable


def command(arguments: argparse.Namespace) -> int:
    """Answers pictures; 0, or 2 when not one of them could be read."""
    check_writable(arguments.json, arguments.csv)
    backend.prepare()
    from unstuck.serve import Answer, find_images, find_model, load_classifier, predict

    classifier = load_classifier(find_model(arguments.model), arguments.trust)
    found = list(find_images(_paths(arguments.images)))
    if not found:
        raise UnstuckError(
            "There is a picture to look at.", " ".join(arguments.images), "name picture files or folders"
        )
    quiet, out = "-" in (arguments.json, arguments.csv), console()
    results = []
    with counting(len(found), "predicting", out) as move:
        for result in predict(classifier, found, arguments.top):
            results.append(result)
            move(len(results))
            if not quiet:
                out.print(_line(result), soft_wrap=True)
    write_json(arguments.json, [_plain(result) for result in results])
    if arguments.csv:
        _write_csv(arguments.csv, results)
    answered = sum(isinstance(result, Answer) for result in results)
    if not answered:
        raise UnstuckError(
            "At least one of the files is a picture.",
            f"{counted(len(found), 'file')}, none of them",
            "name PNG, JPEG, WebP, BMP or GIF files",
        )
    return 0


def _paths(images: list[str]) -> Iterator[Path]:
    for name in images:
        if name == "-":
            yield from (Path(line.rstrip("\n")) for line in sys.stdin if line.strip())
        else:
            yield Path(name)


def _line(result: Answer | Unreadable) -> str:
    from unstuck.serve import Unreadable

    if isinstance(result, Unreadable):
        return f" [yellow]{_shown(result.source)}[/]  not read: {_shown(result.reason)}"
    (name, share), *others = result.classes
    rest = "".join(f"  [dim]{_shown(other)} {percent(part, 1)}[/]" for other, part in others)
    return f" {_shown(result.source)}  [bold]{_shown(name)} {percent(share, 1)}[/]{rest}"


def _shown(name: str) -> str:
    from rich.markup import escape

    return escape(printable(name))


def _plain(result: Answer | Unreadable) -> dict[str, Any]:
    from unstuck.serve import Unreadable

    if isinstance(result, Unreadable):
        return {"file": result.source, "error": result.reason}
    return {"file": result.source, "classes": [{"name": name, "share": share} for name, share in result.classes]}


def _write_csv(target: str, results: list[Answer | Unreadable]) -> None:
    from unstuck.serve import Answer

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("file", "class", "share", "error"))
    for result in results:
        if isinstance(result, Answer):
            writer.writerow((result.source, *result.classes[0], ""))
        else:
            writer.writerow((result.source, "", "", result.reason))
    if target == "-":
        print(text.getvalue(), end="")
    else:
        write_text(target, text.getvalue())
