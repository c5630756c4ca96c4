"""Reading a run: every value is computed from its folder at that time, and a broken folder still gives a record."""

from __future__ import annotations

import json
import math
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unstuck.runs.environment import process_birth
from unstuck.runs.files import to_float
from unstuck.runs.history import (
    EpochLine,
    EpochLog,
    accuracy_name,
    complete_lines,
    parse_heads,
    parse_line,
    to_epoch,
    to_steps,
)


@dataclass(frozen=True)
class RunRecord:
    """A run as its folder tells it.

    Args:
        id: the folder's name.
        path: the folder.
        config: config.json; empty when unreadable.
        env: env.json; empty when unreadable.
        status: `running`, `finished`, `stopped`, `failed` or `killed`; `unknown` when unreadable.
        message: what was said at the end.
        epochs: the finished epochs, without their steps.
        findings: findings.json.
        problem: what is wrong with the folder, or "".
    """

    id: str
    path: Path
    config: Mapping[str, Any]
    env: Mapping[str, Any]
    status: str
    message: str = ""
    epochs: tuple[EpochLog, ...] = ()
    findings: tuple[Mapping[str, Any], ...] = ()
    problem: str = ""

    @property
    def name(self) -> str:
        """The name given at creation, else the id."""
        return str(self.config.get("name") or self.id)

    def history(self) -> Iterator[EpochLine]:
        """The epochs with their steps, read from disk now and parsed as they are asked for."""
        for line in complete_lines(self.path / "history.jsonl"):
            entry = parse_line(line)
            if entry is not None:
                yield EpochLine(*to_epoch(entry), to_float(entry.get("time")), to_steps(entry))

    def steps(self) -> dict[str, list[float]]:
        """Every step's metrics over the whole run, read from disk now."""
        joined: dict[str, list[float]] = {}
        for line in self.history():
            for name, values in line.steps.items():
                joined.setdefault(name, []).extend(values)
        return joined

    def baseline(self, part: str) -> float | None:
        """The accuracy of always giving one answer, from 0 to 1; `part` is `train` or `validation`."""
        baseline = self.config.get("baseline")
        entry = baseline.get(part) if isinstance(baseline, dict) else None
        share = to_float(entry.get("share")) if isinstance(entry, dict) else math.nan
        return None if math.isnan(share) else share

    def summary(self) -> dict[str, Any]:
        """The run in a few numbers: status, epochs, seconds, last logs, best validation accuracy, baseline."""
        key = accuracy_name(self.epochs[-1].logs, validation=True) if self.epochs else None
        scores = [epoch.logs.get(key, math.nan) for epoch in self.epochs] if key else []
        return {
            "status": self.status,
            "epochs": len(self.epochs),
            "seconds": sum(epoch.seconds for epoch in self.epochs),
            "logs": dict(self.epochs[-1].logs) if self.epochs else {},
            "best_val_accuracy": max((score for score in scores if not math.isnan(score)), default=None),
            "baseline": self.baseline("validation"),
            "findings": len(self.findings),
        }


def read_run(path: Path) -> RunRecord:
    """The run in one folder; never fails."""
    problems: list[str] = []
    config = _read(path / "config.json", dict, problems)
    env = _read(path / "env.json", dict, problems)
    end = _read(path / "status.json", dict, problems, optional=True)
    findings = _read(path / "findings.json", list, problems, optional=True)
    epochs = _read_epochs(path / "history.jsonl", problems)
    return RunRecord(
        id=path.name,
        path=path,
        config=config,
        env=env,
        status=str(end.get("status") or _status_without_end(env)),
        message=str(end.get("message", "")),
        epochs=epochs,
        findings=tuple(finding for finding in findings if isinstance(finding, dict)),
        problem="; ".join(problems),
    )


def _status_without_end(env: Mapping[str, Any]) -> str:
    """`killed` when the writing process is gone; on another computer that cannot be known, so `running`."""
    if not isinstance(env.get("pid"), int):
        return "unknown"
    if env.get("host") != platform.node():
        return "running"
    birth = process_birth(env["pid"])
    return "running" if birth is not None and birth == env.get("process") else "killed"


def _read(path: Path, kind: type, problems: list[str], *, optional: bool = False) -> Any:
    """A JSON file of that kind; else an empty one, with the reason noted."""
    try:
        value = json.loads(path.read_bytes())
    except FileNotFoundError:
        if not optional:
            problems.append(f"{path.name} is missing")
        return kind()
    except (OSError, ValueError, RecursionError) as error:
        problems.append(f"{path.name} cannot be read ({type(error).__name__})")
        return kind()
    if not isinstance(value, kind):
        problems.append(f"{path.name} holds a {type(value).__name__}, not a {kind.__name__}")
        return kind()
    return value


def _read_epochs(path: Path, problems: list[str]) -> tuple[EpochLog, ...]:
    try:
        entries = parse_heads(path)
    except OSError as error:
        problems.append(f"{path.name} cannot be read ({type(error).__name__})")
        return ()
    broken = sum(entry is None for entry in entries)
    if broken:
        problems.append(f"{path.name}: {broken} of {len(entries)} lines cannot be read")
    return tuple(to_epoch(entry) for entry in entries if entry is not None)
