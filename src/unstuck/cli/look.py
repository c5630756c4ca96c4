"""`unstuck look DATA`."""

from __future__ import annotations

import argparse

from unstuck.cli.output import check_writable, console, counting, write_json, write_text


def command(arguments: argparse.Namespace) -> int:
    """Shows the data; 0."""
    check_writable(arguments.json, arguments.html)
    from unstuck.data import contact_sheet, load, look, save_picture
    from unstuck.report.look import show_look

    dataset, out = load(arguments.data, arguments.target, arguments.size), console()
    with counting(1, "looking", out) as move:
        seen = look(dataset, move)
    if arguments.json != "-":
        show_look(seen, out, dataset)
    write_json(arguments.json, seen.to_dict())
    if arguments.png:
        save_picture(contact_sheet(dataset), arguments.png)
        out.print(f" Picture in {arguments.png}")
    if arguments.html:
        from unstuck.report.look_page import look_page

        write_text(arguments.html, look_page(seen, dataset))
        out.print(f" Page in {arguments.html}")
    return 0
