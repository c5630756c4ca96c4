"""How much memory the samples of a training may take; those that need more are streamed."""

from __future__ import annotations

import os
import re
from pathlib import Path

from unstuck.errors import UnstuckError

VARIABLE = "UNSTUCK_MEMORY"
SHARE = 0.25  # of the available memory: the network's own activations, and what the user's program keeps, need the rest
_UNKNOWN = 8_000_000_000  # bytes taken to be available where the system does not tell
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_CGROUP = Path("/sys/fs/cgroup")


def memory_budget() -> int:
    """Bytes that a fit's samples may take on the device: what UNSTUCK_MEMORY says, else a quarter of what is available.

    Raises:
        UnstuckError: UNSTUCK_MEMORY is no number of bytes.
    """
    given = os.environ.get(VARIABLE)
    if not given:
        return int(SHARE * available())
    number = re.fullmatch(r"\s*([0-9]*\.?[0-9]+)\s*([KMGT]?)B?\s*", given, re.IGNORECASE)
    if number is None:
        raise UnstuckError(f"{VARIABLE} is a number of bytes.", f"{VARIABLE}={given}", f"For example {VARIABLE}=2G.")
    return int(float(number[1]) * _UNITS[number[2].upper()])


def available() -> int:
    """Bytes that programs can still get without swapping; read from Linux and its containers, elsewhere a guess."""
    found = re.search(r"^MemAvailable:\s*(\d+) kB", _text(Path("/proc/meminfo")), re.MULTILINE)
    of_system = int(found[1]) * 1024 if found else _UNKNOWN
    limit = _text(_CGROUP / "memory.max").strip()
    if not limit.isdecimal():  # "max", or no container
        return of_system
    reclaimable = re.search(r"^inactive_file (\d+)", _text(_CGROUP / "memory.stat"), re.MULTILINE)
    used = int(_text(_CGROUP / "memory.current") or 0) - int(reclaimable[1] if reclaimable else 0)
    return min(of_system, max(0, int(limit) - used))


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
