"""`unstuck look DATA`."""

from __future__ import annotations

import argparse

from unstuck.cli.output import console, write_json


def command(arguments: argparse.Namespace) -> int:
    """Shows the data; 0."""
    from unstuck.data import contact_sheet, load, look, save_picture
    from unstuck.report.look import show_look

    dataset = load(arguments.data, arguments.target, arguments.size)
    seen, out = look(dataset), console()
    if arguments.json != "-":
        show_look(seen, out, dataset)
    write_json(arguments.json, seen.to_dict())
    if arguments.png:
        save_picture(contact_sheet(dataset), arguments.png)
        out.print(f" Picture in {arguments.png}")
    return 0
