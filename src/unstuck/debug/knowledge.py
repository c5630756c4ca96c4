"""Whether a network's outputs go with the labels at all, however badly it answers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.stats import rankdata

from unstuck.debug.task import Task, class_ids

BEYOND_CHANCE = 3.0  # standard deviations: once in 740 permutations by chance


def knowledge(outputs: np.ndarray, labels: Any, task: Task) -> float:
    """How far outputs go with their labels, in standard deviations of what labels in any other order would give.

    Where one class is rare a network may know much of it and answer it never: its accuracy is that of a constant. Of
    each unit's outputs only the order counts, so that a single sure answer does not count more than many unsure ones.

    Args:
        outputs: float (n, units).
        labels: as the user has them, of n samples.

    The samples must be ones that the network could not learn, of the same data that it learned from: whatever was
    trained on other labels goes with these somehow, as images of one digit get like outputs.

    Returns:
        0 where the outputs are not all finite, or all the same. Below 0 where they go against the labels.

    Source: for one unit and two classes it is the test of Mann and Whitney, "On a Test of Whether one of Two Random
    Variables is Stochastically Larger than the Other", Annals of Mathematical Statistics 18 (1947); the variance for
    more: Wald and Wolfowitz, "Statistical Tests Based on Permutations of the Observations", the same 15 (1944).
    """
    if not np.isfinite(outputs).all():
        return 0.0
    wanted = _wanted(outputs, labels, task)
    given = rankdata(outputs, axis=0)
    given = given - given.mean(0)
    wanted = wanted - wanted.mean(0)
    spread = float(((given.T @ given) * (wanted.T @ wanted)).sum()) / (len(outputs) - 1) if len(outputs) > 1 else 0.0
    return float((given * wanted).sum()) / math.sqrt(spread) if spread > 0 else 0.0


def _wanted(outputs: np.ndarray, labels: Any, task: Task) -> np.ndarray:
    """What the outputs should be, float64 of their shape: a column for each class where there are several units."""
    units = outputs.shape[1]
    if task.kind in ("binary", "multiclass"):
        ids = class_ids(labels, task)
        return ids[:, None].astype("float64") if units == 1 else (ids[:, None] == np.arange(units)).astype("float64")
    rows = np.asarray(labels, "float64").reshape(len(labels), -1)
    return rows if rows.shape[1] == units else np.repeat(rows.mean(1, keepdims=True), units, 1)
