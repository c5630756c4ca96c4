"""What a classifier does on the test images: how often it is right, where it errs, and whether it knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from unstuck.data import constant_baseline
from unstuck.measure.calibration import Calibration, calibration
from unstuck.measure.interval import wilson

MOST_WRONG = 24  # mistakes that are shown


@dataclass(frozen=True)
class Interval:
    """A share with its 95 % interval (Wilson's) and the number of images that it was counted on."""

    share: float
    low: float
    high: float
    count: int


@dataclass(frozen=True)
class ClassScore:
    """A class: of the images that are read as it, how many are it (precision); of those that are it, how many are read
    as it (recall).
    """

    name: str
    precision: Interval
    recall: Interval


@dataclass(frozen=True)
class Mixup:
    """Images of one class that are read as another: `count` of `of` images."""

    truth: str
    answer: str
    count: int
    of: int


@dataclass(frozen=True)
class Mistake:
    """A test image that is read wrongly, and how sure the network is of it and of the truth."""

    index: int
    truth: str
    answer: str
    confidence: float
    share_of_truth: float


@dataclass(frozen=True)
class Evaluation:
    """A classifier on test images.

    Args:
        baseline: the accuracy of always giving the commonest answer.
        confusion: how often each class (row) is read as each (column), int.
        mixups: the pairs of classes, the most often confused first.
        mistakes: the most confident first; at most `MOST_WRONG`.
    """

    class_names: tuple[str, ...]
    accuracy: Interval
    baseline: float
    confusion: tuple[tuple[int, ...], ...]
    classes: tuple[ClassScore, ...]
    calibration: Calibration
    mixups: tuple[Mixup, ...]
    mistakes: tuple[Mistake, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def evaluation_of(shares: np.ndarray, y: np.ndarray, class_names: Sequence[str]) -> Evaluation:
    """Counts.

    Args:
        shares: of each class, (n, classes), rows that add up to 1.
        y: labels, int (n,), below `classes`.
    """
    answers = shares.argmax(axis=1)
    confusion = confusion_matrix(y, answers, len(class_names))
    confidence = shares.max(axis=1)
    return Evaluation(
        tuple(class_names),
        _interval(int(confusion.trace()), len(y)),
        constant_baseline(y)[1],
        tuple(map(tuple, confusion.tolist())),
        tuple(_score(confusion, number, name) for number, name in enumerate(class_names)),
        calibration(confidence, answers == y),
        _mixups(confusion, class_names),
        _mistakes(shares, y, answers, class_names),
    )


def confusion_matrix(y: np.ndarray, answers: np.ndarray, classes: int) -> np.ndarray:
    """How often each class is read as each, int (classes, classes): rows the truth, columns the answers.

    >>> confusion_matrix(np.array([0, 0, 1]), np.array([0, 1, 1]), 2).tolist()
    [[1, 1], [0, 1]]
    """
    counts = np.bincount(y.astype("int64") * classes + answers, minlength=classes * classes)
    return counts.reshape(classes, classes)


def _interval(right: int, count: int) -> Interval:
    share = right / count if count else 0.0
    return Interval(share, *wilson(share, count), count)


def _score(confusion: np.ndarray, number: int, name: str) -> ClassScore:
    right = int(confusion[number, number])
    return ClassScore(
        name, _interval(right, int(confusion[:, number].sum())), _interval(right, int(confusion[number].sum()))
    )


def _mixups(confusion: np.ndarray, names: Sequence[str]) -> tuple[Mixup, ...]:
    wrong = confusion - np.diag(confusion.diagonal())
    pairs = sorted(zip(*np.nonzero(wrong), strict=True), key=lambda pair: -wrong[pair])
    return tuple(
        Mixup(names[truth], names[answer], int(wrong[truth, answer]), int(confusion[truth].sum()))
        for truth, answer in pairs
    )


def _mistakes(shares: np.ndarray, y: np.ndarray, answers: np.ndarray, names: Sequence[str]) -> tuple[Mistake, ...]:
    wrong = np.flatnonzero(answers != y)
    order = wrong[np.argsort(-shares[wrong, answers[wrong]], kind="stable")][:MOST_WRONG]
    return tuple(
        Mistake(row, names[y[row]], names[answers[row]], float(shares[row, answers[row]]), float(shares[row, y[row]]))
        for row in order.tolist()
    )
