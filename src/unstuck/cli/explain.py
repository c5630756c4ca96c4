"""`unstuck explain CHECK`."""

from __future__ import annotations

import argparse

from unstuck import backend
from unstuck.cli.output import console, write_json


def command(arguments: argparse.Namespace) -> int:
    """Prints a page, or the list of all checks; 0."""
    backend.prepare()
    from unstuck.report.explain import page_of, show_list, show_page

    out = console()
    if arguments.check is None:
        show_list(out)
        return 0
    if arguments.check.strip().lower() == "perceptron":
        from unstuck.api import fives_perceptron
        from unstuck.report.perceptron import show_perceptron, worked_example

        weights = fives_perceptron()
        if arguments.json != "-":
            show_perceptron(weights, out)
        write_json(arguments.json, worked_example() | {"weights": weights.tolist()})
        return 0
    page = page_of(arguments.check)
    if arguments.json != "-":
        show_page(page, out)
    write_json(arguments.json, page)
    return 0
