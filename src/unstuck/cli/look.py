"""`unstuck look DATA`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from unstuck import backend
from unstuck.cli.output import check_writable, console, counting, write_json, write_text
from unstuck.words import duration

if TYPE_CHECKING:
    from rich.console import Console

    from unstuck.data import Dataset, Look


def command(arguments: argparse.Namespace) -> int:
    """Shows the data; 0."""
    check_writable(arguments.json, arguments.html)
    from unstuck.data import contact_sheet, load, look, save_picture
    from unstuck.report.look import show_look, show_problems

    out, told = console(), arguments.json != "-"
    with counting(1, "reading images", out) as move:
        dataset = load(arguments.data, arguments.target, arguments.size, move)
    with counting(1, "looking", out) as move:
        move(0)
        seen = look(dataset, move)
    if told:
        show_look(seen, out, dataset)
    if arguments.labels:
        seen, before = _with_doubtful_labels(seen, dataset, out, told), len(seen.problems)
        if told:
            show_problems(seen.problems[before:], out)
    elif told:
        out.print("\n[dim]Doubtful labels are looked for with --labels.[/]")
    write_json(arguments.json, seen.to_dict())
    if arguments.png:
        save_picture(contact_sheet(dataset), arguments.png)
        if told:
            out.print(f" Picture in {arguments.png}")
    if arguments.html:
        from unstuck.report.look_page import look_page

        write_text(arguments.html, look_page(seen, dataset))
        if told:
            out.print(f" Page in {arguments.html}")
    return 0


def _with_doubtful_labels(seen: Look, dataset: Dataset, out: Console, told: bool) -> Look:
    backend.prepare()
    from unstuck.measure import doubtful_labels, expected_seconds

    if told:
        out.print(f"\nDoubting the labels takes about {duration(expected_seconds(dataset))}.")
    with counting(1, "doubting labels", out) as move:
        return replace(seen, problems=(*seen.problems, *doubtful_labels(dataset, progress=move)))
