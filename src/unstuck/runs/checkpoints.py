"""Checkpoints in a run's folder: each whole and checked, or not there.

checkpoints/
    000012.npz.sum     SHA-256 of the rest of the file, then a NumPy archive of arrays
"""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from unstuck.runs.files import explained, write_atomically

_KEPT = 2
_SUM_BYTES = hashlib.sha256().digest_size
# Writing may take this share of the time. An epoch of milliseconds is not written every time; nothing is lost when
# the training is stopped, and next to nothing when it is killed.
_SHARE = 0.02


class Checkpoint(NamedTuple):
    """The state of a training after an epoch, counted from 1."""

    epoch: int
    arrays: Mapping[str, np.ndarray]


class Checkpoints:
    """The last states of a run, the newest two of them on disk.

    Args:
        run: the run's folder.
    """

    def __init__(self, run: Path) -> None:
        self.folder = run / "checkpoints"
        self._unwritten: Checkpoint | None = None
        self._next = 0.0

    def keep(self, checkpoint: Checkpoint) -> None:
        """Takes a state, and writes it down when it is time.

        Raises:
            UnstuckError: the disk is full or the folder cannot be written; the earlier ones are untouched.
        """
        self._unwritten = checkpoint
        if time.monotonic() >= self._next:
            self.write()

    def write(self) -> None:
        """Writes the last state down, unless that has been done; call it when a training ends, however it ends.

        Raises:
            UnstuckError: as `keep`.
        """
        if self._unwritten is None:
            return
        began = time.monotonic()
        epoch, arrays = self._unwritten
        archive = io.BytesIO()
        np.savez(archive, **{name: np.asarray(array) for name, array in arrays.items()})  # type: ignore[arg-type]
        with explained(self.folder):
            self.folder.mkdir(exist_ok=True)
        write_atomically(self.folder / f"{epoch:06}.npz.sum", _sum(archive.getvalue()) + archive.getvalue())
        self._unwritten = None
        with explained(self.folder):
            for old in self._files()[_KEPT:]:
                old.unlink(missing_ok=True)
        self._next = time.monotonic() + (time.monotonic() - began) / _SHARE

    def newest(self) -> tuple[Checkpoint | None, list[Path]]:
        """The newest whole one, and those newer ones that are damaged."""
        damaged: list[Path] = []
        for path in self._files():
            content = path.read_bytes()
            if content[:_SUM_BYTES] == _sum(content[_SUM_BYTES:]):
                with np.load(io.BytesIO(content[_SUM_BYTES:]), allow_pickle=False) as archive:
                    return Checkpoint(int(path.name.split(".")[0]), dict(archive)), damaged
            damaged.append(path)
        return None, damaged

    def _files(self) -> list[Path]:
        """Newest first."""
        return sorted(self.folder.glob("[0-9]*.npz.sum"), reverse=True)


def _sum(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
