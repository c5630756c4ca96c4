"""Hands runs on to wandb: offline by default, into a folder that `wandb sync` uploads whenever one likes.

A reader of run folders, like the dashboard: training never imports wandb or waits for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from unstuck.errors import UnstuckError
from unstuck.optional import optional
from unstuck.runs.read import RunRecord
from unstuck.runs.rows import Line, Row, baseline_line, baseline_rows, epoch_row, placed_epochs, recipe, step_rows


def export_wandb(records: Sequence[RunRecord], folder: str | Path = ".", project: str = "unstuck") -> list[Path]:
    """Writes runs as wandb's own: config, every step and epoch, findings; and each data set's baseline as a line.

    Nothing leaves this computer unless the environment says `WANDB_MODE=online`.

    Args:
        folder: where wandb keeps its files, in a folder `wandb` below it.
        project: wandb's project.

    Returns:
        the folder of each run, as `wandb sync` takes it.

    Raises:
        UnstuckError: wandb is not installed, or cannot begin a run.
    """
    written, lines = list[Path](), dict[str, tuple[Line, RunRecord]]()
    for record in records:
        config = {**recipe(record.config), "status": record.status}
        written.append(_write(record.id, record.name, config, _rows(record), _summary(record), folder, project))
        line = baseline_line(record)
        if line is not None:
            lines.setdefault(line.key, (line, record))
    for line, record in lines.values():
        rows = [row for epoch in placed_epochs(record) for row in baseline_rows(line, epoch)]
        written.append(_write(line.key, line.name, {}, rows, {}, folder, project))
    return written


def _rows(record: RunRecord) -> Iterable[Row]:
    for epoch in placed_epochs(record):
        yield from step_rows(record.id, epoch)
        yield epoch_row(record.id, epoch)


def _summary(record: RunRecord) -> dict[str, Any]:
    """What wandb's table shows beside the last values."""
    causes = [f"{finding.get('fault')}: {finding.get('cause')}" for finding in record.findings]
    best = record.summary()["best_val_accuracy"]
    return {"findings": causes} | ({} if best is None else {"best_val_accuracy": best})


def _write(
    key: str,
    name: str,
    config: Mapping[str, Any],
    rows: Iterable[Row],
    summary: Mapping[str, Any],
    folder: str | Path,
    project: str,
) -> Path:
    wandb = optional("wandb", "wandb")
    settings = wandb.Settings(
        mode=os.environ.get("WANDB_MODE", "offline"),
        console="off",
        silent=True,
        disable_git=True,
        save_code=False,
        x_disable_meta=True,
        x_disable_stats=True,
    )
    try:
        run = wandb.init(
            project=project, id=key, name=name, config=dict(config), dir=str(folder), resume="allow", settings=settings
        )
    except (OSError, wandb.Error) as error:
        raise UnstuckError(
            "wandb begins a run for each of ours.", f"{type(error).__name__}: {error}", "Name another --out FOLDER."
        ) from error
    run.define_metric("*", step_metric="epoch")
    for row in rows:
        run.log({**row.metrics, "_timestamp": row.time}, step=row.step)
    run.summary.update(dict(summary))
    place = Path(run.dir).parent
    run.finish(exit_code=0)
    return place
