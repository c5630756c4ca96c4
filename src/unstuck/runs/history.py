"""The lines of history.jsonl: one finished epoch each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from unstuck.runs.files import to_float


class EpochLog(NamedTuple):
    """One epoch of a run: its number from 1, its metrics by Keras' names, its wall time in seconds."""

    epoch: int
    logs: dict[str, float]
    seconds: float


class EpochLine(NamedTuple):
    """One whole line of history.jsonl; `time` is when the epoch ended, in seconds since 1970."""

    epoch: int
    logs: dict[str, float]
    seconds: float
    time: float
    steps: dict[str, list[float]]


def accuracy_name(logs: Mapping[str, float], *, validation: bool) -> str | None:
    """The log that holds the accuracy: `accuracy`, `acc`, `binary_accuracy`, …, with `val_` before it or not."""
    return next((name for name in logs if is_accuracy(name) and name.startswith("val_") == validation), None)


def is_accuracy(name: str) -> bool:
    """Whether a metric's name says accuracy, so that the baseline belongs on its chart."""
    return name.endswith("accuracy") or name in ("acc", "val_acc")


def complete_lines(path: Path) -> list[bytes]:
    """The lines that end in a newline: what follows the last one is an epoch cut off by a kill."""
    try:
        return path.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []


def parse_heads(path: Path) -> list[dict[str, Any] | None]:
    """The complete lines without their thousands of steps, which `Run.append` writes last; None for one unreadable."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    heads, start = [], 0
    while (end := content.find(b"\n", start)) >= 0:
        cut = content.find(b',"steps":', start, end)
        head = parse_line(content[start:cut] + b"}") if cut >= 0 else None
        heads.append(head or parse_line(content[start:end]))
        start = end + 1
    return heads


def parse_line(line: bytes) -> dict[str, Any] | None:
    """The line's object; None when it is no epoch."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    whole = isinstance(entry, dict) and isinstance(entry.get("epoch"), int) and isinstance(entry.get("logs"), dict)
    return entry if whole else None


def to_epoch(entry: Mapping[str, Any]) -> EpochLog:
    """The epoch of a parsed line, numbers as numbers again."""
    logs = {name: to_float(value) for name, value in entry["logs"].items()}
    return EpochLog(entry["epoch"], logs, to_float(entry.get("seconds")))


def to_steps(entry: Mapping[str, Any]) -> dict[str, list[float]]:
    """The steps of a parsed line, numbers as numbers again."""
    steps = entry.get("steps")
    if not isinstance(steps, dict):
        return {}
    return {name: [to_float(value) for value in values] for name, values in steps.items() if isinstance(values, list)}
