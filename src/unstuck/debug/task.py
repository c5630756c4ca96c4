"""What the labels ask for, how well outputs answer it, and what always giving the same answer would score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

Kind = Literal["binary", "multiclass", "multilabel", "regression"]
# Whole numbers with more different values than this are read as amounts, not as classes.
_MOST_CLASSES = 1000


@dataclass(frozen=True)
class Task:
    """A reading of the labels.

    Args:
        kind: what is asked.
        classes: how many answers there are; 0 for regression.
        one_hot: whether each label is a row with a single 1.
        low, high: the least and the greatest number in the labels.
        why: the reading in words.
    """

    kind: Kind
    classes: int
    one_hot: bool
    low: float
    high: float
    why: str

    @property
    def metric(self) -> str:
        """The name of the score: `accuracy`, or `r2` for regression."""
        return "r2" if self.kind == "regression" else "accuracy"


@dataclass(frozen=True)
class Baseline:
    """The best score of a constant answer.

    Args:
        answer: the constant.
        train, validation: its score on each set; the constant is chosen on the training set.
    """

    answer: str
    train: float
    validation: float


def infer_task(y: Any, units: int = 1) -> Task:
    """Reads the task from labels of shape (n,), (n, 1) or (n, k).

    Args:
        units: of the network's last layer; when there are several, enough for every whole number, they are classes.
    """
    y = np.asarray(y)
    flat = y.reshape(len(y), -1).astype("float64")
    low, high = float(flat.min()), float(flat.max())
    values = np.unique(flat)
    whole = bool((values == np.round(values)).all())
    if flat.shape[1] > 1:
        zero_one = set(values) <= {0.0, 1.0}
        if zero_one and (flat.sum(1) == 1).all():
            return Task("multiclass", flat.shape[1], True, low, high, f"rows of {flat.shape[1]} with a single 1")
        if zero_one:
            return Task("multilabel", flat.shape[1], False, low, high, f"rows of {flat.shape[1]} zeros and ones")
        return Task("regression", 0, False, low, high, f"rows of {flat.shape[1]} numbers")
    if len(values) == 2:
        return Task("binary", 2, False, low, high, f"two values, {_name(values[0], y)} and {_name(values[1], y)}")
    few = len(values) <= min(_MOST_CLASSES, len(flat) // 2)
    if whole and low >= 0 and ((few and high < 2 * len(values)) or high < units):
        classes = int(high) + 1
        return Task("multiclass", classes, False, low, high, f"whole numbers from {low:g} to {high:g}")
    return Task("regression", 0, False, low, high, f"numbers from {low:g} to {high:g}")


def as_amounts(task: Task) -> Task:
    """The other reading of whole numbers: not classes but amounts."""
    return Task("regression", 0, False, task.low, task.high, f"{task.why}, read as amounts")


def class_ids(y: Any, task: Task) -> np.ndarray:
    """Labels as class numbers, int64 of shape (n,), for binary and multi-class tasks."""
    y = np.asarray(y)
    if task.one_hot:
        return y.argmax(1)
    flat = y.reshape(len(y)).astype("float64")
    return (flat > (task.low + task.high) / 2).astype("int64") if task.kind == "binary" else flat.astype("int64")


def answers(outputs: np.ndarray, task: Task, logits: bool) -> np.ndarray:
    """The classes that outputs of shape (n, units) stand for, int64 of shape (n,).

    Args:
        logits: whether the loss reads the outputs as logits, so that one unit says yes above 0, not above 0.5.
    """
    if outputs.shape[1] > 1:
        return outputs.argmax(1)
    only = outputs[:, 0]
    if task.kind == "binary":
        return (only > (0.0 if logits else (task.low + task.high) / 2)).astype("int64")
    return np.round(only).astype("int64")


def score(outputs: np.ndarray, y: Any, task: Task, logits: bool = False) -> float:
    """Accuracy from 0 to 1, or R² for regression; outputs that are not all finite score 0.

    Args:
        outputs: float array of shape (n, units).
        y: labels as the user has them.
    """
    if not np.isfinite(outputs).all():
        return 0.0
    y = np.asarray(y)
    if task.kind == "regression":
        return _r2(outputs, y.reshape(len(y), -1))
    if task.kind == "multilabel":
        return float(((outputs > (0.0 if logits else 0.5)) == (y > 0.5)).mean())
    return float((answers(outputs, task, logits) == class_ids(y, task)).mean())


def baseline(y: Any, y_validation: Any, task: Task) -> Baseline:
    """What a network that ignores its inputs reaches."""
    if task.kind == "regression":
        mean = np.asarray(y, "float64").reshape(len(y), -1).mean(0)
        return Baseline(f"the mean, {mean[0]:.4g}", 0.0, 0.0)
    if task.kind == "multilabel":
        usual = np.asarray(y).mean(0) > 0.5
        shares = [float((np.asarray(labels).astype(bool) == usual).mean()) for labels in (y, y_validation)]
        return Baseline("each label's more frequent value", *shares)
    ids = class_ids(y, task)
    commonest = int(np.bincount(ids).argmax())
    shares = [float((class_ids(labels, task) == commonest).mean()) for labels in (y, y_validation)]
    return Baseline(answer_name(commonest, y, task), *shares)


def answer_name(class_id: int, y: Any, task: Task) -> str:
    """A class as the user wrote it: `False`, `-1`, `7`."""
    y = np.asarray(y)
    value = (task.low, task.high)[class_id] if task.kind == "binary" else class_id
    return _name(float(value), y)


def _name(value: float, y: np.ndarray) -> str:
    return str(bool(value)) if y.dtype == bool else f"{value:g}"


def _r2(outputs: np.ndarray, y: np.ndarray) -> float:
    y = y.astype("float64")
    if outputs.shape != y.shape and outputs.shape[1] != 1:
        return 0.0
    residual = ((outputs.astype("float64") - y) ** 2).mean()
    spread = ((y - y.mean(0)) ** 2).mean()
    return max(0.0, float(1 - residual / spread)) if spread else 0.0
