"""One run into Trackio's local storage, each row and each finding once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from unstuck.runs.files import to_float, to_json
from unstuck.runs.read import RunRecord
from unstuck.runs.rows import (
    Row,
    baseline_line,
    baseline_rows,
    epoch_row,
    placed_epochs,
    recipe,
    step_rows,
)


class Synced(NamedTuple):
    """What a sync added to Trackio: runs touched, epochs and findings new there."""

    runs: int = 0
    epochs: int = 0
    findings: int = 0


def copy_run(storage: Any, project: str, record: RunRecord) -> Synced:
    """Copies what this run has and the project has not."""
    key = f"unstuck:{record.id}"
    before = json.loads(storage.get_project_metadata(project, key) or "{}")
    now: dict[str, Any] = {"epochs": len(record.epochs), "status": record.status, "findings": _digest(record.findings)}
    if before == now:
        return Synced()
    epochs, step = _copy_epochs(storage, project, record, before.get("epochs", 0), now["epochs"])
    findings = record.findings if before.get("findings") != now["findings"] else ()
    _copy_findings(storage, project, record, findings, step)
    storage.set_project_metadata(project, key, to_json(now))  # last: after a crash the rows are offered again
    return Synced(1, epochs, len(findings))


def _copy_epochs(storage: Any, project: str, record: RunRecord, start: int, end: int) -> tuple[int, int]:
    """Copies lines `start` to `end`, at least the last: the config with the run's status travels with a row.

    Returns:
        The number of new epochs and the last step.
    """
    line, step = baseline_line(record), 0
    for index, epoch in enumerate(placed_epochs(record) if record.epochs else ()):
        step = epoch.before + epoch.steps
        if min(start, end - 1) <= index < end:
            rows = [*step_rows(record.id, epoch), epoch_row(record.id, epoch)]
            _log(storage, project, record.id, record.id, rows, _config(record))
            if line:
                _log(storage, project, line.key, line.name, baseline_rows(line, epoch), {})
    return max(end - start, 0), step


def _log(storage: Any, project: str, key: str, name: str, rows: list[Row], config: Mapping[str, Any]) -> None:
    storage.bulk_log(
        project=project,
        run=name,
        run_id=key,
        metrics_list=[row.metrics for row in rows],
        steps=[row.step for row in rows],
        timestamps=[_iso(row.time) for row in rows],
        log_ids=[row.key for row in rows],
        config=dict(config) or None,
    )


def _copy_findings(storage: Any, project: str, record: RunRecord, findings: Any, step: int) -> None:
    """Findings become alerts."""
    storage.bulk_alert(
        project=project,
        run=record.id,
        run_id=record.id,
        titles=[str(finding.get("cause") or finding.get("check") or "finding") for finding in findings],
        texts=[_alert_text(finding) for finding in findings],
        levels=[_level(finding) for finding in findings],
        steps=[step for _ in findings],
        alert_ids=[f"{record.id}:{_digest(finding)}" for finding in findings],
    )


def _alert_text(finding: Mapping[str, Any]) -> str:
    fix, evidence = finding.get("fix"), finding.get("evidence")
    parts = {
        "fault": finding.get("fault"),
        "verdict": finding.get("verdict"),
        "evidence": ", ".join(f"{name} = {value}" for name, value in evidence.items())
        if isinstance(evidence, Mapping)
        else evidence,
        "fix": fix.get("title") if isinstance(fix, Mapping) else fix,
    }
    return "\n".join(f"{name}: {value}" for name, value in parts.items() if value)


def _level(finding: Mapping[str, Any]) -> str:
    """Red for what is proven, yellow for a suspicion, blue for what was refuted or is slight."""
    if finding.get("verdict") == "confirmed":
        return "error"
    return "warn" if finding.get("verdict") != "refuted" and to_float(finding.get("severity", 1)) >= 1 / 3 else "info"


def _config(record: RunRecord) -> dict[str, Any]:
    names = {"_Username": None, "_Created": record.env.get("started"), "_Group": record.name}  # Trackio's own three
    return {**recipe(record.config), "status": record.status, **names}


def _digest(value: Any) -> str:
    return hashlib.sha256(to_json(value).encode()).hexdigest()[:16]


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
