"""The numbers behind the plots of a report: where looking beats reading."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from unstuck.debug.case import Case
from unstuck.debug.data import Data
from unstuck.debug.task import answer_name, class_ids
from unstuck.debug.trial import Trial

_BINS = 40
_MOST_POINTS = 300  # of a curve or a cloud
_MOST_NUMBERS = 200_000  # of an array that a histogram counts
_MOST_GROUPS = 10


def pictures(case: Case, data: Data, before: Sequence[Trial], after: Sequence[Trial] | None) -> dict[str, Any]:
    """The plots' numbers, ready for JSON; what is no finite number is None in them.

    Returns:
        `losses` (of each seed, epoch by epoch, before and after; and of the user's own run), `twenty` (the loss on 20
        examples), `inputs` (a histogram) and `outputs` (histograms of the outputs by label, or a cloud of label and
        output for amounts).
    """
    return {
        "losses": {
            "own": _curve(case.losses),
            "before": [_curve(trial.losses) for trial in before],
            "after": [_curve(trial.losses) for trial in after or ()],
        },
        "twenty": {"steps": case.twenty_steps, "losses": _curve(case.twenty_losses)},
        "inputs": _histogram(np.asarray(data.x).reshape(-1)),
        "outputs": _outputs(case),
    }


def _curve(values: Sequence[float]) -> list[float | None]:
    if len(values) > _MOST_POINTS:
        values = [values[round(i * (len(values) - 1) / (_MOST_POINTS - 1))] for i in range(_MOST_POINTS)]
    return [float(f"{value:.5g}") if math.isfinite(value) else None for value in values]


def _histogram(values: np.ndarray, span: tuple[float, float] | None = None) -> dict[str, Any]:
    values = values[:: max(1, len(values) // _MOST_NUMBERS)].astype("float64")
    values = values[np.isfinite(values)]
    if not len(values):
        return {"low": 0.0, "high": 1.0, "counts": []}
    low, high = span or (float(values.min()), float(values.max()))
    counts, _ = np.histogram(values, _BINS, (low, high if high > low else low + 1))
    return {"low": low, "high": high if high > low else low + 1, "counts": counts.tolist()}


def _outputs(case: Case) -> dict[str, Any] | None:
    outputs, labels, task = case.outputs, case.labels, case.task
    if task.kind == "regression":
        if not np.isfinite(outputs).all():
            return None
        chosen = np.random.default_rng(0).permutation(len(outputs))[:_MOST_POINTS]
        cloud = np.stack([labels.reshape(len(labels), -1)[chosen, 0], outputs[chosen, 0]], axis=1)
        return {"cloud": [[float(f"{number:.5g}") for number in pair] for pair in cloud.tolist()]}
    if task.kind == "multilabel":
        shown, ids, names = outputs.reshape(-1), (labels.reshape(-1) > 0.5).astype(int), ["0", "1"]
        if len(shown) != len(ids):
            return None
        return _groups(shown, ids, names, "output")
    ids = class_ids(labels, task)
    names = [answer_name(number, labels, task) for number in range(task.classes)]
    if outputs.shape[1] == 1:
        return _groups(outputs[:, 0], ids, names, "output")
    if ids.max() >= outputs.shape[1]:
        return None
    return _groups(outputs[np.arange(len(ids)), ids], ids, names, "output for the right class")


def _groups(shown: np.ndarray, ids: np.ndarray, names: list[str], what: str) -> dict[str, Any] | None:
    finite = shown[np.isfinite(shown)]
    if not len(finite):
        return None
    span = float(finite.min()), float(finite.max())
    if len(names) > _MOST_GROUPS:
        return {"what": what, "groups": [{"name": "all", **_histogram(finite, span)}]}
    groups = [{"name": name, **_histogram(shown[ids == number], span)} for number, name in enumerate(names)]
    return {"what": what, "groups": [group for group in groups if any(group["counts"])]}
