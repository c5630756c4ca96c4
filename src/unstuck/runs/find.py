"""Finding runs: all of them, or the one that is meant."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from unstuck.errors import UnstuckError
from unstuck.runs.folder import runs_root
from unstuck.runs.read import RunRecord, read_run

_RUN_ID = re.compile(r"\d{8}-\d{6}-.+")


def list_runs(root: str | Path | None = None) -> list[RunRecord]:
    """Every run under the root, newest first; a folder that cannot be read becomes a record with a `problem`."""
    records = [read_run(path) for path in run_folders(root)]
    return sorted(records, key=_age, reverse=True)


def run_folders(root: str | Path | None = None) -> list[Path]:
    """The folders under the root that are runs, newest first as their names tell."""
    home = runs_root(root)
    if not home.is_dir():
        return []
    return sorted((path for path in home.iterdir() if _looks_like_run(path)), reverse=True)


def open_run(id_or_prefix: str, root: str | Path | None = None) -> RunRecord:
    """The run of that id, of that unique beginning of an id, in that folder, or the newest for `latest`.

    Raises:
        UnstuckError: no run or several runs fit; the message names the closest.
    """
    if (Path(id_or_prefix) / "config.json").is_file():
        return read_run(Path(id_or_prefix))
    home = runs_root(root)
    if id_or_prefix == "latest":
        newest = list_runs(home)[:1]
        if newest:
            return newest[0]
    names = [path.name for path in run_folders(home)]
    if id_or_prefix in names:
        return read_run(home / id_or_prefix)
    fitting = [name for name in names if id_or_prefix and name.startswith(id_or_prefix)]
    if len(fitting) == 1:
        return read_run(home / fitting[0])
    raise _no_such_run(id_or_prefix, home, names, fitting)


def _looks_like_run(path: Path) -> bool:
    if path.name.startswith("."):
        return False
    return bool(_RUN_ID.fullmatch(path.name) and path.is_dir()) or (path / "config.json").is_file()


def _age(record: RunRecord) -> tuple[str, str, str]:
    """The id's second first; within one, the exact start."""
    return record.id[:15], str(record.env.get("started", "")), record.id


def _no_such_run(given: str, home: Path, names: list[str], fitting: list[str]) -> UnstuckError:
    if not names:
        return UnstuckError(
            f"Runs are looked for in {home}.", "no run there yet", "Make one with: unstuck train mlp mnist"
        )
    if fitting:
        return UnstuckError(
            "The beginning of a run's id must fit one run only.",
            f"{given!r} fits {len(fitting)} runs",
            "Say more of it: " + ", ".join(fitting[:5]),
        )
    close = difflib.get_close_matches(given, names, n=3, cutoff=0.4) or names[:3]
    return UnstuckError(
        f"One of the {len(names)} runs in {home}, or `latest`.",
        f"run={given!r}",
        "Did you mean " + ", ".join(close) + "?",
    )
