"""Where a run was made: versions, machine, git state, and which process writes it."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from unstuck import __version__

_DECIDES_NUMBERS = ("keras", "jax", "jaxlib", "numpy", "machine", "cpus")
_GIT_SECONDS = 3  # a huge or networked checkout must not hold up the training


def snapshot(*, seed: int | None = None, device: str | None = None, data: Any = None) -> dict[str, Any]:
    """What env.json holds.

    Args:
        seed: the run's random seed.
        device: what it computes on, such as `cpu` or `cuda:0`.
        data: the data's fingerprint.
    """
    return {
        "unstuck": __version__,
        **{package: _version(package) for package in ("keras", "jax", "jaxlib", "numpy")},
        "python": platform.python_version(),
        "platform": platform.platform(),
        "machine": platform.machine(),
        "host": platform.node(),
        "cpus": usable_cpus(),
        "device": device,
        "seed": seed,
        "data": data,
        "git": git_state(),
        "started": datetime.now(UTC).isoformat(),
        "pid": os.getpid(),
        "process": process_birth(os.getpid()),
    }


def usable_cpus() -> int | None:
    """The processors that this process may use; None where that is unknown."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()


def other_numbers(env: Mapping[str, Any]) -> list[str]:
    """What differs between a run's machine and this one and makes the same training give slightly other numbers."""
    now = snapshot()
    return [f"{key} {env.get(key)} → {now[key]}" for key in _DECIDES_NUMBERS if env.get(key) != now[key]]


def git_state() -> dict[str, Any] | None:
    """The working directory's `{"commit", "dirty"}`; None outside a git repository or without git."""
    commit = _git("rev-parse", "HEAD")
    if not commit:
        return None
    changes = _git("status", "--porcelain", "--untracked-files=no")
    return {"commit": commit, "dirty": None if changes is None else bool(changes)}


def process_birth(pid: int) -> str | None:
    """A text that identifies this process even after its number is given to another; "" where that is unknown.

    Returns:
        None when no such process lives.
    """
    if sys.platform == "linux":
        return _birth_on_linux(pid)
    return "" if _lives(pid) else None


def _birth_on_linux(pid: int) -> str | None:
    """Boot and start time, from `/proc` (proc(5): field 3 is the state, field 22 the start in ticks since boot)."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()  # the name before ")" may hold spaces
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            boot = file.read().strip()
    except OSError:
        return None
    state, start = fields[0], fields[19]
    return None if state in "ZX" else f"{boot}:{start}"


def _lives(pid: int) -> bool:
    if sys.platform == "win32":  # os.kill(pid, 0) would end the process there
        listing = subprocess.run(
            ["tasklist", "/FI", f"PID eq {pid}", "/NH"], capture_output=True, text=True, check=False
        )
        return str(pid) in listing.stdout.split()
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # lives, and belongs to someone else
        return True
    return True


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", *arguments],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_GIT_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},  # a run must not block the user's own git command
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
