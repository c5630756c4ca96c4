"""Whether the test images are of the kind of the training images."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from unstuck.data.light import Light

FAR = 0.1  # a distance between distributions that one should know of
CHANCE = 0.001  # how seldom a difference so large may come about by luck


@dataclass(frozen=True)
class Drift:
    """A quantity whose distribution differs between training and test.

    Args:
        quantity: `brightness`, `contrast` or `classes`.
        distance: from 0 to 1: of brightness and contrast the greatest difference between the two cumulative
            distributions (Kolmogorov-Smirnov), of classes half the sum of the differences of their shares.
        train, test: the means; of classes the shares of the class that differs most.
        label: that class.
    """

    quantity: str
    distance: float
    train: float
    test: float
    label: int | None = None


def drifts(train: Light, test: Light, y_train: np.ndarray, y_test: np.ndarray) -> tuple[Drift, ...]:
    """What differs by more than `FAR`, and by more than luck explains."""
    found = [
        Drift(name, kolmogorov_smirnov(one, other), float(one.mean()), float(other.mean()))
        for name, one, other in (
            ("brightness", train.brightness, test.brightness),
            ("contrast", train.contrast, test.contrast),
        )
    ]
    found.append(_classes(y_train, y_test))
    luck = by_luck(len(y_train), len(y_test))
    return tuple(drift for drift in found if drift.distance > max(FAR, luck))


def kolmogorov_smirnov(one: np.ndarray, other: np.ndarray) -> float:
    """The greatest difference between the shares of both samples that lie below a value.

    >>> kolmogorov_smirnov(np.array([1.0, 2.0, 3.0, 4.0]), np.array([3.0, 4.0, 5.0, 6.0]))
    0.5
    """
    values = np.concatenate([one, other])
    below = [np.searchsorted(np.sort(sample), values, "right") / len(sample) for sample in (one, other)]
    return float(np.abs(below[0] - below[1]).max())


def by_luck(n: int, m: int) -> float:
    """The distance that two samples of one distribution exceed with the probability `CHANCE`.

    Source: N. Smirnov, "Table for estimating the goodness of fit of empirical distributions", 1948.
    """
    return math.sqrt(-math.log(CHANCE / 2) / 2 * (n + m) / (n * m))


def _classes(y_train: np.ndarray, y_test: np.ndarray) -> Drift:
    labels = np.union1d(y_train, y_test)
    shares = [np.array([(y == label).mean() for label in labels]) for y in (y_train, y_test)]
    most = int(np.abs(shares[0] - shares[1]).argmax())
    distance = float(np.abs(shares[0] - shares[1]).sum() / 2)
    return Drift("classes", distance, float(shares[0][most]), float(shares[1][most]), int(labels[most]))
