"""What is odd about a data set, each with the images that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from unstuck.data.dataset import Dataset
from unstuck.data.light import Light
from unstuck.data.progress import Progress
from unstuck.data.twins import near_pairs
from unstuck.words import printable

# The kinds, in the order in which they are told.
KINDS = (
    *("leaked", "near_leaked", "contradictions", "duplicates", "near_duplicates", "blank", "dark", "bright"),
    *("odd_size", "doubtful_test", "doubtful"),
)
COMMON_SIZE = 0.9  # of the files: then those of another size are odd
_AREA, _ASPECT = 8.0, 2.5  # times larger or longer than the median: odd too


@dataclass(frozen=True)
class Place:
    """An image: its part, `train` or `test`, its index there, its label, and its file where it has one."""

    part: str
    index: int
    label: int
    file: str | None = None

    def __str__(self) -> str:
        return printable(self.file) if self.file else f"{self.part}[{self.index}]"


@dataclass(frozen=True)
class Suspect:
    """An image with a problem; `like` is the one that it repeats, `note` says what is odd about it."""

    place: Place
    like: Place | None = None
    note: str = ""


@dataclass(frozen=True)
class Problem:
    """Images with the same problem; `kind` is one of `KINDS`."""

    kind: str
    suspects: tuple[Suspect, ...]


def find_problems(
    dataset: Dataset, equal: np.ndarray, train: Light, test: Light, progress: Progress
) -> tuple[Problem, ...]:
    """All kinds that need no training, in the order of `KINDS`; those without an image are left out.

    Args:
        equal: `equal_pairs` of the training images followed by the test images.
        train, test: their light.
        progress: told the share that is done.
    """
    near, distances = near_pairs(np.concatenate([dataset.x_train, dataset.x_test]), progress=progress)
    alike = [f"{1 - distance**2 / 2:.2%} alike" for distance in distances]  # the correlation
    found = {
        **_twins(dataset, equal, ("duplicates", "leaked"), [""] * len(equal)),
        **_twins(dataset, near, ("near_duplicates", "near_leaked"), alike),
        "blank": _marked(dataset, train.blank, test.blank, train.brightness, test.brightness),
        "dark": _marked(dataset, train.is_dark, test.is_dark, train.brightness, test.brightness),
        "bright": _marked(dataset, train.is_glaring, test.is_glaring, train.brightness, test.brightness),
        "odd_size": _odd_sizes(dataset),
    }
    found["contradictions"] = [s for s in found["duplicates"] if s.like and s.like.label != s.place.label]
    return tuple(Problem(kind, tuple(found[kind])) for kind in KINDS if found.get(kind))


def place_of(dataset: Dataset, row: int) -> Place:
    """The image at a row of the training images followed by the test images."""
    first_test = len(dataset.x_train)
    file = dataset.files.names[row] if dataset.files else None
    if row < first_test:
        return Place("train", row, int(dataset.y_train[row]), file)
    return Place("test", row - first_test, int(dataset.y_test[row - first_test]), file)


def _twins(
    dataset: Dataset, pairs: np.ndarray, kinds: tuple[str, str], notes: Sequence[str]
) -> dict[str, list[Suspect]]:
    """Pairs within the training images, and between those and the test images."""
    inside, across = kinds
    found: dict[str, list[Suspect]] = {inside: [], across: []}
    first_test = len(dataset.x_train)
    for (later, earlier), note in zip(pairs.tolist(), notes, strict=True):
        if earlier < first_test:  # twins within the test images change a score by next to nothing
            kind = inside if later < first_test else across
            found[kind].append(Suspect(place_of(dataset, later), place_of(dataset, earlier), note))
    return found


def _marked(dataset: Dataset, train: np.ndarray, test: np.ndarray, *brightness: np.ndarray) -> list[Suspect]:
    shares = np.concatenate(brightness)
    rows = np.flatnonzero(np.concatenate([train, test])).tolist()
    return [Suspect(place_of(dataset, row), note=f"brightness {shares[row]:.1%}") for row in rows]


def _odd_sizes(dataset: Dataset) -> list[Suspect]:
    """Files of another size than nearly all others, or far larger, smaller or longer than most."""
    if dataset.files is None:
        return []
    sizes = dataset.files.sizes  # (n, 2): height, width
    _, which, counts = np.unique(sizes, axis=0, return_inverse=True, return_counts=True)
    if counts.max() >= COMMON_SIZE * len(sizes):
        odd = which.reshape(-1) != counts.argmax()
    else:
        height, width = np.log(sizes.T.astype("float64"))
        odd = _far(height + width, np.log(_AREA)) | _far(height - width, np.log(_ASPECT))
    return [_of_size(dataset, row, sizes[row]) for row in np.flatnonzero(odd).tolist()]


def _far(values: np.ndarray, most: float) -> np.ndarray:
    return np.abs(values - np.median(values)) > most


def _of_size(dataset: Dataset, row: int, size: Iterable[int]) -> Suspect:
    height, width = size
    return Suspect(place_of(dataset, row), note=f"{width} × {height} pixels")
