"""The terminal's report on record, to be exported as a picture."""

from __future__ import annotations

import io

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from unstuck.report.terminal import show_report
from unstuck.report.view import View

# Ink on paper; every colour reads on the background at a contrast of 4.5 and more.
PAPER = TerminalTheme(
    (253, 252, 249),
    (40, 42, 46),
    [
        (40, 42, 46),
        (176, 32, 40),
        (34, 120, 60),
        (140, 96, 0),
        (32, 86, 166),
        (130, 50, 130),
        (0, 110, 120),
        (110, 112, 116),
    ],
    [
        (110, 112, 116),
        (176, 32, 40),
        (34, 120, 60),
        (140, 96, 0),
        (32, 86, 166),
        (130, 50, 130),
        (0, 110, 120),
        (40, 42, 46),
    ],
)


def recorded(report: View, width: int = 104) -> Console:
    """A console that has the report on record, for export."""
    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True, highlight=False)
    show_report(report, console)
    return console
