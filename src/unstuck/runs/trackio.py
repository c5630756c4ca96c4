"""Shows runs in Trackio's dashboard: a reader of run folders, so training never imports or waits for it.

Rows go straight into Trackio's local storage with keys of our own, which Trackio refuses the second time. Its public
`init` and `log` would stamp old runs with today's time, ask the Hugging Face hub for a user name, and count twice.
"""

from __future__ import annotations

import contextlib
import io
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from unstuck.errors import UnstuckError
from unstuck.optional import optional
from unstuck.runs.find import run_folders
from unstuck.runs.read import RunRecord, read_run
from unstuck.runs.rows import placed_epochs
from unstuck.runs.trackio_copy import Synced, copy_run

_SMOOTHED_ROWS = 10  # Trackio's default smoothing factor (frontend/src/App.svelte)
_LOOPBACK = "127.0.0.1"
_WATCHED = ("history.jsonl", "findings.json", "status.json")


def sync(
    source: RunRecord | str | Path | None = None,
    project: str = "unstuck",
    *,
    follow: bool = False,
    poll_seconds: float = 1.0,
    stop: threading.Event | None = None,
) -> Synced:
    """Copies runs into a Trackio project; what is there already is not copied again.

    Args:
        source: one run, or the root of all (default: see `runs_root`).
        project: Trackio's project.
        follow: keep copying while runs grow: one run until it ends, a root until `stop` is set or Ctrl-C.
        poll_seconds: how often the folders are looked at.
        stop: set it from another thread to end `follow`.

    Raises:
        UnstuckError: Trackio is not installed, or its storage cannot be written.
    """
    stop, total = stop or threading.Event(), Synced()
    seen: dict[Path, Any] = {}
    while True:
        last = not follow or stop.is_set() or _is_over(source)  # asked before copying: what came until then is copied
        for done in _pass(source, project, seen):
            total = Synced(*(old + new for old, new in zip(total, done, strict=True)))
        if last:
            return total
        stop.wait(poll_seconds)


def dashboard(
    root: str | Path | None = None,
    project: str = "unstuck",
    *,
    open_browser: bool = True,
    port: int | None = None,
    poll_seconds: float = 1.0,
    stop: threading.Event | None = None,
    ready: Callable[[str], None] = lambda url: None,
) -> None:
    """Opens Trackio's page on this computer only, and keeps feeding it until Ctrl-C.

    Args:
        root: where the runs are; default: see `runs_root`.
        project: Trackio's project.
        open_browser: open a tab.
        port: where to serve; default the first free one from 7860.
        poll_seconds: how often the folders are looked at.
        stop: set it from another thread instead of Ctrl-C.
        ready: told the page's address when it is there.

    Raises:
        UnstuckError: there is no run yet, Trackio is not installed, or the port is taken.
    """
    folders = run_folders(root)
    if not folders:
        raise UnstuckError("The dashboard shows runs.", "none yet", "Make one with: unstuck train mlp mnist")
    newest = read_run(folders[0])
    sync(newest, project)  # at once; the others while the page opens
    server, address = _serve(project, port)
    url = f"{address}&{_view(newest)}"
    ready(url)
    try:
        if open_browser:
            import webbrowser

            webbrowser.open(url)
        sync(root, project, follow=True, poll_seconds=poll_seconds, stop=stop)
    except KeyboardInterrupt:
        return
    finally:
        server.close()


def _serve(project: str, port: int | None) -> tuple[Any, str]:
    """Starts Trackio's server; `share` and `host` are given because its environment variables could open it up."""
    import trackio

    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints its write token
            server, _, _, url = trackio.show(
                project, open_browser=False, block_thread=False, host=_LOOPBACK, share=False, server_port=port
            )
    except OSError as error:
        raise UnstuckError("The dashboard needs a free port.", f"port={port}", "Give another --port.") from error
    return server, url


def _view(record: RunRecord) -> str:
    """How the page opens: Trackio smooths over rows, and with few steps an epoch that would bend the epochs' curves."""
    few = any(epoch.steps < _SMOOTHED_ROWS for epoch in placed_epochs(record)) if record.epochs else False
    return "x_axis=epoch&smoothing=0" if few else "x_axis=epoch"


def _pass(source: RunRecord | str | Path | None, project: str, seen: dict[Path, Any]) -> Iterator[Synced]:
    """One look at every folder; `seen` remembers what it looked like, so that a thousand ended runs cost little."""
    storage = _storage()
    folders = [source.path] if isinstance(source, RunRecord) else run_folders(source)
    for folder in folders:
        look = _look(folder)
        if seen.get(folder) == look:
            continue
        record = read_run(folder)
        with _explained(project):
            done = copy_run(storage, project, record)
        seen[folder] = None if record.status == "running" else look  # a running one may be killed: no file changes then
        yield done


def _look(folder: Path) -> list[tuple[int, int] | None]:
    looks: list[tuple[int, int] | None] = []
    for name in _WATCHED:
        try:
            stat = (folder / name).stat()
            looks.append((stat.st_mtime_ns, stat.st_size))
        except OSError:
            looks.append(None)
    return looks


def _is_over(source: RunRecord | str | Path | None) -> bool:
    return isinstance(source, RunRecord) and read_run(source.path).status != "running"


@contextlib.contextmanager
def _explained(project: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise UnstuckError(
            f"Trackio keeps its copy of the project {project!r} under TRACKIO_DIR.",
            f"{type(error).__name__}: {error}",
            "Set TRACKIO_DIR to a folder that can be written.",
        ) from error


def _storage() -> Any:
    """Trackio's local storage, imported only here."""
    return optional("trackio.sqlite_storage", "dashboard").SQLiteStorage
