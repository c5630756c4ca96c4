"""Confident learning: labels that a network doubts, by its shares for images it has not been trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Doubts:
    """The rows whose label a network does not believe, the most doubtful first.

    Args:
        rows: int (m,).
        suggested: the label that it believes instead, int (m,).
        confident: whether a row lies off the diagonal of the confident joint: the network is as sure of the other
            label as it usually is of images that carry it, bool (m,).
        own, other: the shares of the given and of the suggested label, float32 (m,).
    """

    rows: np.ndarray
    suggested: np.ndarray
    confident: np.ndarray
    own: np.ndarray
    other: np.ndarray


def doubts(shares: np.ndarray, y: np.ndarray) -> Doubts:
    """Ranks labels by the margin between their share and that of the likeliest other label.

    Args:
        shares: of each class, (n, classes), from networks that have not seen the row.
        y: labels, int (n,), each at least once.

    Source: C. G. Northcutt, L. Jiang, I. L. Chuang, "Confident learning: estimating uncertainty in dataset labels",
    Journal of Artificial Intelligence Research 70 (2021): per-class thresholds (their equation 2), normalised margin.
    """
    everything = np.arange(len(y))
    own = shares[everything, y]
    others = np.array(shares)
    others[everything, y] = -1
    suggested = others.argmax(axis=1)
    other = others[everything, suggested]
    usual = np.array([_usual(shares, y, label) for label in range(shares.shape[1])])
    sure = np.where(shares >= usual, shares, -1)
    confident = (sure.max(axis=1) >= 0) & (sure.argmax(axis=1) != y)
    margin = own - other
    rows = np.flatnonzero((margin < 0) | confident)
    rows = rows[np.argsort(margin[rows], kind="stable")]
    return Doubts(rows, suggested[rows], confident[rows], own[rows], other[rows])


def _usual(shares: np.ndarray, y: np.ndarray, label: int) -> float:
    """The mean share of a label over the rows that carry it; infinite where none does."""
    given = y == label
    return float(shares[given, label].mean()) if given.any() else np.inf
