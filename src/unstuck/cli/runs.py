"""`unstuck runs`, `unstuck runs ID`, `unstuck runs export wandb [ID …]`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from unstuck.cli.output import console, write_json
from unstuck.errors import UnstuckError
from unstuck.words import shown_path

if TYPE_CHECKING:
    from unstuck.runs import RunRecord


def command(arguments: argparse.Namespace) -> int:
    """Lists the runs, shows one, or hands some on; 0."""
    from unstuck.report.runs import show_run, show_runs
    from unstuck.runs import list_runs, open_run

    out = console()
    if arguments.words[:1] == ["export"]:
        return _export(arguments.words[1:], arguments)
    if len(arguments.words) > 1:
        raise UnstuckError("runs shows one run.", " ".join(arguments.words), "Name one ID.")
    if arguments.words:
        record = open_run(arguments.words[0])
        if arguments.json != "-":
            show_run(record, out)
        write_json(arguments.json, _whole(record))
    else:
        records = list_runs()
        if arguments.json != "-":
            show_runs(records, out)
        write_json(arguments.json, [{"id": record.id, **record.summary()} for record in records])
    return 0


def _export(words: list[str], arguments: argparse.Namespace) -> int:
    """Hands runs on to a tracker; 0."""
    from unstuck.runs import list_runs, open_run
    from unstuck.runs.wandb import export_wandb

    if words[:1] != ["wandb"]:
        raise UnstuckError(
            "Runs are exported to wandb.",
            " ".join(words) or "no tracker",
            "unstuck runs export wandb, followed by the IDs of runs, or by none for all.",
        )
    records = [open_run(word) for word in words[1:]] or list(list_runs())
    folders = [shown_path(folder) for folder in export_wandb(records, arguments.out or ".")]
    out = console()
    for folder in folders:
        out.print(f" {folder}")
    if folders:
        out.print(f" Hand them on with: wandb sync {' '.join(folders)}", soft_wrap=True)
    write_json(arguments.json, folders)
    return 0


def _whole(record: RunRecord) -> dict[str, Any]:
    """A run with its recipe, every epoch and the findings."""
    epochs = [{"epoch": epoch.epoch, "seconds": epoch.seconds, **epoch.logs} for epoch in record.epochs]
    known = {"config": record.config, "env": record.env, "history": epochs, "found": list(record.findings)}
    return {"id": record.id, **record.summary(), **known}
