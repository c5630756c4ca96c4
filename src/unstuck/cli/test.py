"""`unstuck test MODEL DATA`."""

from __future__ import annotations

import argparse

from unstuck import backend
from unstuck.cli.output import check_writable, console, counting, write_json, write_text


def command(arguments: argparse.Namespace) -> int:
    """Tests a model; 0."""
    check_writable(arguments.json, arguments.html)
    backend.prepare()
    from unstuck.api import evaluate
    from unstuck.report.evaluation import show_evaluated
    from unstuck.report.evaluation_page import evaluation_page

    out = console()
    with counting(1, f"testing {arguments.model} on {arguments.data}", out) as move:
        move(0)
        tested = evaluate(
            arguments.model, arguments.data, target=arguments.target, trusted=arguments.trust, progress=move
        )
    if arguments.json != "-":
        show_evaluated(tested, out)
    write_json(arguments.json, tested.to_json())
    if arguments.html:
        write_text(arguments.html, evaluation_page(tested))
        if arguments.json != "-":
            out.print(f" Page in {arguments.html}")
    return 0
