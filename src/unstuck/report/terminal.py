"""The debugger's report in the terminal: one sentence, the examination, the causes, the proof, the diff."""

from __future__ import annotations

import math

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from unstuck.notebook import shown_line
from unstuck.report.runs import sparkline
from unstuck.report.sentences import causes_title, certainty, examination, headline, share_of_gain, subject
from unstuck.report.view import View
from unstuck.words import percent

_SPARK = 20  # characters of a small curve
_BAR = 28  # characters of a full bar, where the terminal is wide enough
_PROOF_NUMBERS = 40  # characters of the table that are no bars


def show_report(report: View, console: Console) -> None:
    """Prints a report."""
    console.print()
    place, *rest = subject(report)
    console.print(Text.assemble((f" {place}", "bold"), *(f"\n {line}" for line in rest)))
    console.print()
    console.print(Padding(_verdict(report), (0, 0, 0, 1), expand=False))
    _section(console, "Examination", _examination(report))
    if report["findings"]:
        _section(console, causes_title(report), _causes(report))
    if report["after"]:
        _section(console, "Before and after, from the same seeds", _proof(report, console.width))
    if report["patch"]:
        _section(console, "The change", _diff(report["patch"]))
    if report["instructions"]:
        _section(console, "To do by hand, and to know", Text("\n".join(report["instructions"])))
    _section(console, "How sure", Text("\n".join(certainty(report))))
    console.print()


def _verdict(report: View) -> Text:
    mark, style = ("✓ ", "bold green") if report["healthy"] else ("✗ ", "bold red")
    return Text.assemble((mark, style), (headline(report), "bold"))


def _section(console: Console, title: str, body: RenderableType) -> None:
    console.print()
    console.print(Text(f" {title}", "bold cyan"))
    console.print(Padding(body, (0, 0, 0, 3), expand=False))


def _examination(report: View) -> Table:
    table = _table()
    curves = _sparklines(report)
    for bad, name, sentence in examination(report):
        seen = Text(sentence) + Text(f"  {curves[name]}" if name in curves else "", "cyan")
        table.add_row(Text("!" if bad else "✓", "bold red" if bad else "green"), Text(name, "bold"), seen)
    return table


def _sparklines(report: View) -> dict[str, str]:
    """Small curves beside the rows where looking beats reading."""
    pictures = report.get("pictures") or {}
    if not pictures:
        return {}
    own = [math.nan if value is None else value for value in pictures["losses"]["own"]]
    shown = {"inputs": [math.sqrt(count) for count in pictures["inputs"]["counts"]]}
    if len(own) > 2:
        shown["training"] = own
    return {name: sparkline(values, _SPARK) for name, values in shown.items() if values}


def _causes(report: View) -> RenderableType:
    lines: list[RenderableType] = []
    for number, finding in enumerate(report["findings"], 1):
        place = finding["where"]
        at = f"  {place['file']}, {shown_line(place['file'], place['line'])}" if place["line"] else ""
        lines.append(Text.assemble((f"{number}. {finding['fault']}", "bold"), (at, "dim")))
        lines.append(Text(f"   {finding['cause']}"))
        if finding["fix"]:
            lines.append(Text.assemble("   → ", (finding["fix"]["title"], "green"), share_of_gain(report, finding)))
        lines.append(Text(f"   more: unstuck explain {finding['check']}", "dim"))
    return Group(*lines)


def _proof(report: View, width: int) -> Table:
    full = max(4, min(_BAR, (width - _PROOF_NUMBERS) // 2))
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("seed", "before", "", "after", ""):
        table.add_column(name, justify="right" if name else "left")
    pairs = zip(report["before"]["seeds"], report["after"]["seeds"], strict=True)
    for seed, (before, after) in enumerate(pairs, 1):
        table.add_row(str(seed), percent(before), _bar(before, full, "red"), percent(after), _bar(after, full, "green"))
    table.add_row("baseline", percent(report["baseline"]), _bar(report["baseline"], full, "bright_black"), "", "")
    return table


def _bar(share: float, full: int, style: str) -> Text:
    eighths = round(max(0.0, min(share, 1.0)) * full * 8)
    return Text("█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip(), style)


def _diff(patch: str) -> Text:
    """Coloured by the terminal's own colours, which are readable on any background."""
    styles = {"+": "green", "-": "red", "@": "cyan"}
    # Never wrapped: who copies it wants it whole.
    return Text("\n", no_wrap=True, overflow="ignore").join(
        Text(line, styles.get(line[:1], "")) for line in patch.rstrip("\n").split("\n")
    )


def _table() -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(width=1)
    table.add_column(no_wrap=True)
    table.add_column()
    return table
