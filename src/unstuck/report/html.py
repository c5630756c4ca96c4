"""The report as one self-contained page."""

from __future__ import annotations

import io

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from unstuck.report.terminal import show_report
from unstuck.report.view import Report

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
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Unstuck report</title>
<style>
{stylesheet}
body {{ color: {foreground}; background: {background}; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; }}
pre {{ font: 14px/1.45 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; overflow-x: auto; }}
</style>
<pre>{code}</pre>
</html>
"""


def page(report: Report) -> str:
    """The report as HTML text without anything to fetch."""
    console = recorded(report)
    return console.export_html(theme=PAPER, code_format=_PAGE)


def recorded(report: Report, width: int = 104) -> Console:
    """A console that has the report on record, for export."""
    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True, highlight=False)
    show_report(report, console)
    return console
