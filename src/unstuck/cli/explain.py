"""`unstuck explain CHECK`."""

from __future__ import annotations

import argparse

from unstuck import backend
from unstuck.cli.output import console, write_json


def command(arguments: argparse.Namespace) -> int:
    """Prints a check's page, or the list of all; 0."""
    backend.prepare()
    from unstuck.report.explain import page_of, show_list, show_page

    out = console()
    if arguments.check is None:
        show_list(out)
        return 0
    page = page_of(arguments.check)
    if arguments.json != "-":
        show_page(page, out)
    write_json(arguments.json, page)
    return 0
