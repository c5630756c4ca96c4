"""Writing a run: one folder of plain files, no database and no lock, so a kill loses no finished epoch.

runs/20261122-214501-mlp-3f2a/
    config.json     the recipe, the command, the baseline
    env.json        versions, seed, machine, git state
    history.jsonl   one line an epoch
    logged.jsonl    what the script itself told a tracker, one line a call
    findings.json   what the debugger found
    checkpoints/    the last states of the training, to go on from (see `checkpoints`)
    status.json     how it ended; absent while it runs, or when it was killed
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from unstuck.errors import UnstuckError
from unstuck.runs.environment import snapshot
from unstuck.runs.files import append_line, explained, sync_folder, to_json, write_atomically
from unstuck.runs.history import complete_lines, parse_line

Status = Literal["finished", "stopped", "failed"]
_STATUSES = ("finished", "stopped", "failed")


def runs_root(root: str | Path | None = None) -> Path:
    """Where runs live: `root`, else the environment's UNSTUCK_RUNS, else `runs` in the working directory."""
    return Path(root or os.environ.get("UNSTUCK_RUNS") or "runs")


@dataclass(frozen=True)
class Run:
    """A run being written.

    >>> run = Run.create("mlp", {"batch_size": 32})                                  # doctest: +SKIP
    >>> run.append(1, {"loss": 0.3, "accuracy": 0.9}, {"loss": [0.9, 0.3]}, 1.25)    # doctest: +SKIP
    >>> run.finish("finished")                                                       # doctest: +SKIP
    """

    id: str
    path: Path

    @classmethod
    def create(
        cls,
        name: str,
        config: Mapping[str, Any],
        *,
        root: str | Path | None = None,
        baseline: Mapping[str, Any] | None = None,
        data: Any = None,
        seed: int | None = None,
        device: str | None = None,
    ) -> Run:
        """Makes the run's folder with its config.json and env.json.

        Args:
            name: a short name, such as the network's.
            config: the full recipe, whatever JSON can hold.
            root: where runs live; see `runs_root`.
            baseline: what always giving one answer scores, `{"train": {"class", "share"}, "validation": {...}}`,
                shares from 0 to 1.
            data: the data's fingerprint.
            seed: the random seed; default the recipe's own.
            device: what it computes on.

        Raises:
            UnstuckError: the folder cannot be written; nothing is left behind.
        """
        home = runs_root(root)
        with explained(home):
            home.mkdir(parents=True, exist_ok=True)
        environment = snapshot(seed=config.get("seed") if seed is None else seed, device=device, data=data)
        recipe = {"name": name, "command": shlex.join(sys.argv), "metric_names": _metric_names(config), **config}
        texts = {
            "config.json": to_json({**recipe, "baseline": baseline}),
            "env.json": to_json(environment),
        }
        run_id = _new_id(name)
        return cls(run_id, _publish(home, run_id, texts))

    @classmethod
    def reopen(cls, path: Path, epoch: int) -> Run:
        """Takes up a run that ended, or was killed, after one of its epochs; what it wrote beyond that is dropped.

        Args:
            path: the run's folder.
            epoch: the last that counts; 0 to begin anew in the same folder.

        Raises:
            UnstuckError: the folder cannot be written.
        """
        lines = complete_lines(path / "history.jsonl")
        kept = [line for line in lines if 1 <= (parse_line(line) or {}).get("epoch", 0) <= epoch]
        write_atomically(path / "history.jsonl", b"".join(line + b"\n" for line in kept))
        before = json.loads((path / "env.json").read_bytes())
        now = snapshot(seed=before["seed"], device=before["device"], data=before["data"])
        write_atomically(path / "env.json", to_json({**now, "started": before["started"], "resumed_after": epoch}))
        with explained(path):
            (path / "status.json").unlink(missing_ok=True)
        return cls(path.name, path)

    def append(
        self, epoch: int, logs: Mapping[str, float], steps: Mapping[str, Iterable[float]], seconds: float
    ) -> None:
        """Records a finished epoch; when this returns the disk has it.

        Args:
            epoch: counted from 1.
            logs: the epoch's metrics as Keras names them.
            steps: each step's metrics, kept to 6 significant digits.
            seconds: the epoch's wall time.

        Raises:
            UnstuckError: the disk is full or the folder is gone; the earlier epochs are untouched.
        """
        short = {name: [float(f"{value:.6g}") for value in values] for name, values in steps.items()}
        # steps stay last: a listing reads each line only up to them
        line = {"epoch": epoch, "time": time.time(), "seconds": seconds, "logs": dict(logs), "steps": short}
        append_line(self.path / "history.jsonl", to_json(line))

    def log(self, values: Mapping[str, Any]) -> None:
        """Records what a script told a tracker of its own accord.

        Raises:
            UnstuckError: the disk is full or the folder is gone.
        """
        append_line(self.path / "logged.jsonl", to_json({"time": time.time(), **values}))

    def write_findings(self, findings: Iterable[Mapping[str, Any]]) -> None:
        """Replaces findings.json by these, in the form of the report's JSON contract.

        Raises:
            UnstuckError: the folder cannot be written.
        """
        write_atomically(self.path / "findings.json", to_json(list(findings)))

    def finish(self, status: Status, message: str = "") -> None:
        """Says how the run ended.

        Raises:
            UnstuckError: an unknown status, or the folder cannot be written.
        """
        if status not in _STATUSES:
            raise UnstuckError(
                f"A run ends as one of {', '.join(_STATUSES)}.", f"status={status!r}", "Give one of them."
            )
        ended = datetime.now(UTC).isoformat()
        write_atomically(self.path / "status.json", to_json({"status": status, "message": message, "ended": ended}))


@contextmanager
def ending(run: Run) -> Iterator[None]:
    """Gives the run its status, however the training inside ends: `finished`, `stopped` by the user, or `failed`."""
    try:
        yield
    except KeyboardInterrupt:
        run.finish("stopped", "interrupted")
        raise
    except Exception as error:
        run.finish("failed", f"{type(error).__name__}: {error}")
        raise
    run.finish("finished")


def _publish(home: Path, run_id: str, texts: Mapping[str, str]) -> Path:
    """Writes the files under a hidden name and renames the folder once all of them are on disk."""
    draft, path = home / f".{run_id}.tmp", home / run_id
    with explained(home):
        try:
            draft.mkdir()
            for name, text in texts.items():
                write_atomically(draft / name, text)
            draft.rename(path)
            sync_folder(home)
        except (OSError, UnstuckError):
            shutil.rmtree(draft, ignore_errors=True)
            raise
    return path


def _new_id(name: str) -> str:
    """`20261122-214501-mlp-3f2a`: sorts by time (UTC); the end keeps two of one second apart."""
    short = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:16].strip("-") or "run"
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{short}-{secrets.token_hex(2)}"


def _metric_names(config: Mapping[str, Any]) -> list[str]:
    """The recipe's metrics by name; Keras' serialised ones keep theirs in their config."""
    metrics = config.get("metrics")
    if not isinstance(metrics, list | tuple):
        return []
    return [
        metric.get("config", {}).get("name", metric.get("class_name", ""))
        if isinstance(metric, Mapping)
        else str(metric)
        for metric in metrics
    ]
