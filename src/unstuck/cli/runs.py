"""`unstuck runs`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from unstuck.cli.output import console, write_json

if TYPE_CHECKING:
    from unstuck.runs import RunRecord


def command(arguments: argparse.Namespace) -> int:
    """Lists the runs or shows one; 0."""
    from unstuck.report.runs import show_run, show_runs
    from unstuck.runs import list_runs, open_run

    out = console()
    if arguments.id:
        record = open_run(arguments.id)
        if arguments.json != "-":
            show_run(record, out)
        write_json(arguments.json, _whole(record))
    else:
        records = list_runs()
        if arguments.json != "-":
            show_runs(records, out)
        write_json(arguments.json, [{"id": record.id, **record.summary()} for record in records])
    return 0


def _whole(record: RunRecord) -> dict[str, Any]:
    """A run with its recipe, every epoch and the findings."""
    epochs = [{"epoch": epoch.epoch, "seconds": epoch.seconds, **epoch.logs} for epoch in record.epochs]
    known = {"config": record.config, "env": record.env, "history": epochs, "found": list(record.findings)}
    return {"id": record.id, **record.summary(), **known}
