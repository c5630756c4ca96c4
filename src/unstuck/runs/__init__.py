"""Runs: folders of plain files, written while a network trains, read by everything that shows them."""

from unstuck.runs.checkpoints import Checkpoint, Checkpoints
from unstuck.runs.environment import other_numbers
from unstuck.runs.find import list_runs, open_run
from unstuck.runs.folder import Run, ending, runs_root
from unstuck.runs.history import EpochLine, EpochLog
from unstuck.runs.read import RunRecord, read_run

__all__ = [
    "Checkpoint",
    "Checkpoints",
    "EpochLine",
    "EpochLog",
    "Run",
    "RunRecord",
    "ending",
    "list_runs",
    "open_run",
    "other_numbers",
    "read_run",
    "runs_root",
]
