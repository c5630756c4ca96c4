"""The labels of a data set that are doubtful, as problems of a look."""

from __future__ import annotations

import numpy as np

from unstuck.data import Dataset, Problem, Progress, Suspect, place_of, shrunk, unheard
from unstuck.measure.confident import Doubts, doubts
from unstuck.measure.folds import expected_seconds as seconds_of
from unstuck.measure.folds import out_of_fold

SIDE = 32  # pixels that the networks see
LISTED = 50  # of each part at least, as far as the networks disagree with them; confident doubts are all listed


def doubtful_labels(dataset: Dataset, seed: int = 0, progress: Progress = unheard) -> tuple[Problem, ...]:
    """Labels that networks which have not seen the image do not believe, of the test and of the training images.

    Training and test images are dealt together, so that each part is judged by what the other knows as well.

    Raises:
        UnstuckError: a class has too few images.
    """
    y, names = _numbered(dataset)
    found = doubts(out_of_fold(_pixels(dataset), y, len(names), seed, progress), y)
    in_test = found.rows >= len(dataset.x_train)
    problems = [
        Problem(kind, tuple(_suspects(dataset, found, np.flatnonzero(part), names)))
        for kind, part in (("doubtful_test", in_test), ("doubtful", ~in_test))
    ]
    return tuple(problem for problem in problems if problem.suspects)


def expected_seconds(dataset: Dataset) -> float:
    """About how long `doubtful_labels` takes on two cores."""
    height, width = (min(side, SIDE) for side in dataset.x_train.shape[1:3])
    return seconds_of(len(dataset.x_train) + len(dataset.x_test), height * width)


def _suspects(dataset: Dataset, found: Doubts, places: np.ndarray, names: np.ndarray) -> list[Suspect]:
    listed = [place for rank, place in enumerate(places) if rank < LISTED or found.confident[place]]
    return [
        Suspect(
            place_of(dataset, int(found.rows[place])),
            note=f"looks like {dataset.name_of(int(names[found.suggested[place]]))}: {found.other[place]:.1%},"
            f" its label {found.own[place]:.1%}",
        )
        for place in listed
    ]


def _numbered(dataset: Dataset) -> tuple[np.ndarray, np.ndarray]:
    """All labels as places in the sorted labels that occur, int (n,), and those."""
    names, y = np.unique(np.concatenate([dataset.y_train, dataset.y_test]), return_inverse=True)
    return y.reshape(-1), names


def _pixels(dataset: Dataset) -> np.ndarray:
    """All images, small, from 0 to 255."""
    x = shrunk(np.concatenate([dataset.x_train, dataset.x_test]), SIDE)
    if x.dtype == np.uint8:
        return x
    low, high = float(dataset.x_train.min()), float(dataset.x_train.max())
    return ((x - low) / ((high - low) or 1) * 255).astype("float32")
