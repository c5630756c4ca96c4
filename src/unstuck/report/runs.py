"""Runs on the terminal: a table of all, one in full."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from unstuck.runs import RunRecord
from unstuck.runs.files import to_float
from unstuck.runs.history import accuracy_name
from unstuck.runs.rows import recipe
from unstuck.words import duration, percent

_BLOCKS = "▁▂▃▄▅▆▇█"
_WIDTH = 60  # characters of a curve: fits beside its name on 80 columns
_STYLES = {"running": "cyan", "finished": "green", "stopped": "yellow", "failed": "red", "killed": "red"}
_COLUMNS = ("id", "name", "status", "epochs", "val accuracy", "baseline", "findings", "time", "when")
_NARROW_COLUMNS = ("id", "status", "epochs", "val accuracy", "baseline")
_WIDE = 135  # characters that all columns need; the name is in the id too
_NONE_YET = "No runs yet. Make one with: unstuck train mlp mnist"


def show_runs(records: Sequence[RunRecord], console: Console) -> None:
    """Prints a table of runs, or how to make one when there is none.

    Args:
        records: as `list_runs` gives them.
        console: where to print.
    """
    if not records:
        console.print(Text(_NONE_YET))
        return
    columns = _COLUMNS if console.width >= _WIDE else _NARROW_COLUMNS
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in columns:
        justify: Literal["left", "right"] = "left" if heading in ("id", "name", "status") else "right"
        table.add_column(heading, justify=justify, no_wrap=True, max_width=20 if heading == "name" else None)
    for record in records:
        cells = _cells(record)
        table.add_row(*(cells[heading] for heading in columns))
    console.print(table)
    for record in records:
        if record.problem:
            console.print(Text(f"{record.id}: {record.problem}", style="yellow"))


def show_run(record: RunRecord, console: Console) -> None:
    """Prints one run: how it ended, its recipe, its curves beside the baseline, its findings.

    Args:
        record: the run.
        console: where to print.
    """
    console.print(Text.assemble((record.id, "bold"), "  ", _status(record), "  ", record.message))
    if record.problem:
        console.print(Text(record.problem, style="yellow"))
    facts = {**recipe(record.config), **_origin(record)}
    table = Table.grid(padding=(0, 2))
    for name, value in facts.items():
        table.add_row(Text(name, style="dim"), Text(str(value)))
    console.print(table)
    _show_curves(record, console)
    for finding in record.findings:
        console.print(_finding(finding))


def sparkline(values: Sequence[float], width: int = _WIDTH) -> str:
    """A curve in one line of blocks, lowest to highest; `×` where a value is no number.

    >>> sparkline([0.0, 0.5, float("nan"), 1.0])
    '▁▅×█'
    """
    if len(values) > width:  # the last point stays: it is what the run ended with
        values = [values[round(index * (len(values) - 1) / (width - 1))] for index in range(width)]
    finite = [value for value in values if math.isfinite(value)]
    low, high = min(finite, default=0.0), max(finite, default=0.0)
    return "".join(_block(value, low, high) for value in values)


def _block(value: float, low: float, high: float) -> str:
    if not math.isfinite(value):
        return "×"
    return _BLOCKS[round((value - low) / (high - low) * (len(_BLOCKS) - 1)) if high > low else 0]


def _cells(record: RunRecord) -> dict[str, Text]:
    summary = record.summary()
    best, baseline = summary["best_val_accuracy"], summary["baseline"]
    learned_nothing = best is not None and baseline is not None and best <= baseline
    return {
        "id": Text(record.id),
        "name": Text(record.name),
        "status": _status(record),
        "epochs": Text(str(summary["epochs"])),
        "val accuracy": Text(_percent(best), style="red" if learned_nothing else ""),
        "baseline": Text(_percent(baseline), style="dim"),
        "findings": Text(str(summary["findings"] or "")),
        "time": Text(_duration(summary["seconds"])),
        "when": Text(_ago(record.env.get("started"))),
    }


def _status(record: RunRecord) -> Text:
    return Text(record.status, style=_STYLES.get(record.status, "dim"))


def _origin(record: RunRecord) -> dict[str, Any]:
    """Where and when, as far as known."""
    git = record.env.get("git")
    commit = (
        f"{str(git.get('commit'))[:10]}{' with changes' if git.get('dirty') else ''}" if isinstance(git, dict) else ""
    )
    summary = record.summary()
    known = {
        "seed": record.env.get("seed"),
        "started": record.env.get("started"),
        "git commit": commit,
        "keras": record.env.get("keras"),
        "jax": record.env.get("jax"),
        "trained for": f"{summary['epochs']} epochs, {_duration(summary['seconds'])}",
        "folder": record.path,
    }
    return {name: value for name, value in known.items() if value not in (None, "")}


def _show_curves(record: RunRecord, console: Console) -> None:
    if not record.epochs:
        console.print(Text("No epoch finished yet." if record.status == "running" else "No epoch finished."))
        return
    last = record.epochs[-1].logs
    accuracy = accuracy_name(last, validation=True) or accuracy_name(last, validation=False)
    for name in ("loss", accuracy):
        if name in last:
            values = [epoch.logs.get(name, math.nan) for epoch in record.epochs]
            shown = _percent(values[-1]) if name == accuracy else f"{values[-1]:.4g}"
            console.print(Text.assemble((f"{name:13}", "dim"), sparkline(values), f" {shown}"))
    baseline = record.baseline("validation" if accuracy and accuracy.startswith("val_") else "train")
    if baseline is not None:
        console.print(Text(f"Always giving the same answer scores {_percent(baseline)}.", style="dim"))


def _finding(finding: Any) -> Text:
    fix = finding.get("fix")
    title = fix.get("title") if isinstance(fix, dict) else None
    cause = str(finding.get("cause") or finding.get("check") or "finding")
    verdict = str(finding.get("verdict") or "untested")
    return Text.assemble(("• ", "bold"), cause, (f" ({verdict})", "dim"), f"\n  → {title}" if title else "")


def _percent(share: float | None) -> str:
    return "" if share is None or not math.isfinite(share) else percent(share)


def _duration(seconds: float) -> str:
    return duration(seconds) if math.isfinite(seconds) else ""


def _ago(started: Any) -> str:
    """How long since a UTC ISO time."""
    try:
        seconds = (datetime.now(UTC) - datetime.fromisoformat(started)).total_seconds()
    except (TypeError, ValueError):
        return ""
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit} ago"
    return "just now" if math.isfinite(to_float(seconds)) else ""
