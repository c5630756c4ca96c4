"""`unstuck dashboard`."""

from __future__ import annotations

import argparse
import sys

from unstuck.cli.output import check_writable, console, write_json


def command(arguments: argparse.Namespace) -> int:
    """Shows the runs in Trackio until interrupted; 0."""
    check_writable(arguments.json)
    from unstuck.runs.trackio import dashboard

    out = console()

    def ready(url: str) -> None:
        write_json(arguments.json, {"address": url})
        if arguments.json != "-":
            out.print(f"Dashboard: {url}", soft_wrap=True)
            out.print("Ctrl-C ends it.")
        sys.stdout.flush()

    dashboard(open_browser=not arguments.no_browser, port=arguments.port, ready=ready)
    if arguments.json != "-":
        out.print("Dashboard closed; the runs stay in their folders.")
    return 0
