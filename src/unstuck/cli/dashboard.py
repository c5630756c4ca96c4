"""`unstuck dashboard`."""

from __future__ import annotations

import argparse


def command(arguments: argparse.Namespace) -> int:
    """Shows the runs in Trackio until interrupted; 0."""
    from unstuck.runs.trackio import dashboard

    dashboard(open_browser=not arguments.no_browser, port=arguments.port)
    return 0
