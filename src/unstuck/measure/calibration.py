"""Whether a network is right as often as it says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BINS = 15  # as Guo et al. have it


@dataclass(frozen=True)
class Bin:
    """Answers of about the same confidence: how many, their mean confidence, and the share of right ones."""

    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Calibration:
    """The reliability diagram.

    Args:
        error: the expected calibration error (ECE), from 0 to 1: how far confidence and accuracy lie apart, the mean
            over the answers.
        confidence: the mean of all.
        bins: of equal width, the empty ones left out.
    """

    error: float
    confidence: float
    bins: tuple[Bin, ...]


def calibration(confidence: np.ndarray, right: np.ndarray) -> Calibration:
    """Compares how sure each answer is with whether it is right.

    Args:
        confidence: of the answers, from 0 to 1, (n,).
        right: bool (n,).

    Source: C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On calibration of modern neural networks", ICML 2017.

    Example:
        >>> round(calibration(np.array([0.9, 0.9, 0.6, 0.6]), np.array([True, True, True, False])).error, 3)
        0.1
    """
    place = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)  # bins are open below, closed above
    bins = tuple(
        Bin(int(inside.sum()), float(confidence[inside].mean()), float(right[inside].mean()))
        for number in range(BINS)
        if (inside := place == number).any()
    )
    error = sum(each.count * abs(each.confidence - each.accuracy) for each in bins) / len(confidence)
    return Calibration(float(error), float(confidence.mean()), bins)
