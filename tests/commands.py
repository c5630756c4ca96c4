"""Runs the real command as a user would: in a process of its own, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
COMMAND = [sys.executable, "-m", "unstuck"]

# 400 images of 6 × 6 with two classes that a small network tells apart in a few epochs.
SMALL = """\
import sys
import keras
import numpy as np
from keras.layers import Dense, Flatten, Input

rng = np.random.default_rng(0)
y = rng.integers(0, 2, 400)
x = (rng.normal(size=(400, 6, 6)) + 2 * y[:, None, None]).astype("float32")
model = keras.Sequential([Input((6, 6)), Flatten(), Dense(8, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
"""


def environment(**changes: str) -> dict[str, str]:
    """This process's environment without what would move the runs elsewhere or colour the output."""
    without = ("UNSTUCK_RUNS", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "PYTHONWARNINGS")
    return {name: value for name, value in os.environ.items() if name not in without} | changes


def unstuck(*arguments: str, folder: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """`unstuck arguments…` in a folder; runs go to `folder/runs`."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env=environment(**options.pop("env", {})),
        capture_output=True,
        text=True,
        timeout=580,
        check=False,
        **options,
    )


def files_of(folder: Path) -> set[str]:
    """Every file below a folder, as relative paths, hidden ones too."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def leftovers(folder: Path) -> set[str]:
    """Files that somebody began and did not finish."""
    return {name for name in files_of(folder) if name.endswith((".tmp", ".part")) or "/." in f"/{name}"}
