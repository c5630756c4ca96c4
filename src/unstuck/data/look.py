"""Looks at a data set before any training and says in numbers what is there."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

import numpy as np

from unstuck.data.dataset import Dataset, constant_baseline
from unstuck.data.drift import Drift, drifts
from unstuck.data.light import light_of, parts
from unstuck.data.problems import Problem, find_problems
from unstuck.data.progress import Progress, unheard
from unstuck.data.twins import equal_pairs

BINS = 32  # of the histograms of brightness
_MEASURED = 0.3  # of the time goes into what comes before the near duplicates
IMBALANCED = 10.0  # times more images in the largest class than in the smallest


@dataclass(frozen=True)
class ClassCount:
    """How many images carry a label; `name` is the label itself when it has no name."""

    label: int
    name: str
    train: int
    test: int


@dataclass(frozen=True)
class Look:
    """What a data set holds. Range, mean, deviation and pixels are the training images'.

    `constant_pixels` have one value in all training images. `duplicates` are training images that repeat an earlier
    one, `contradictions` those of them whose label differs from the first one's, `leaked` test images that are also
    training images, `blank` images (both parts) of one value throughout, `skipped` files that could not be read, each
    with the reason. `problems` names the images of each of these and of further kinds. `brightness` are histograms of
    the images' mean pixels, train and test, over the range from `low` to `high`; `drift` is what differs between both
    parts, `imbalance` how many times larger the largest class is than the smallest. Baselines are
    `constant_baseline`'s.
    """

    name: str
    source: str
    licence: str
    train_shape: tuple[int, ...]
    test_shape: tuple[int, ...]
    dtype: str
    low: float
    high: float
    mean: float
    std: float
    classes: tuple[ClassCount, ...]
    train_baseline: tuple[int, float]
    test_baseline: tuple[int, float]
    pixels: int
    constant_pixels: int
    duplicates: int
    contradictions: int
    leaked: int
    blank: int
    labels_in_range: bool
    bytes: int
    skipped: tuple[tuple[str, str], ...]
    brightness: tuple[tuple[int, ...], tuple[int, ...]]
    drift: tuple[Drift, ...]
    imbalance: float
    problems: tuple[Problem, ...]

    def to_dict(self) -> dict[str, Any]:
        """The same in JSON's types: lists for tuples."""
        return {key: _plain(value) for key, value in asdict(self).items()}

    def class_name(self, label: int) -> str:
        """The name of a label that occurs."""
        return next(each.name for each in self.classes if each.label == label)

    def count(self, kind: str) -> int:
        """How many images have a problem of a kind."""
        return next((len(problem.suspects) for problem in self.problems if problem.kind == kind), 0)


def look(dataset: Dataset, progress: Progress = unheard) -> Look:
    """Counts, measures and compares all images of a data set. Some seconds for MNIST.

    Args:
        progress: told the share that is done, from 0 to 1.
    """
    x, x_test, y, y_test = dataset.x_train, dataset.x_test, dataset.y_train, dataset.y_test
    low, high, mean = float(x.min()), float(x.max()), float(x.mean(dtype=np.float64))
    train, test = light_of(x, low, high), light_of(x_test, low, high)
    progress(_MEASURED / 2)
    equal = equal_pairs(chain(x, x_test))
    inside = equal[equal[:, 0] < len(x)]
    classes = _classes(dataset)
    return Look(
        name=dataset.name,
        source=dataset.source,
        licence=dataset.licence,
        train_shape=x.shape,
        test_shape=x_test.shape,
        dtype=str(x.dtype),
        low=low,
        high=high,
        mean=mean,
        std=_deviation(x, mean),
        classes=classes,
        train_baseline=constant_baseline(y),
        test_baseline=constant_baseline(y_test),
        pixels=int(np.prod(x.shape[1:])),
        constant_pixels=int((x.min(axis=0) == x.max(axis=0)).sum()),
        duplicates=len(inside),
        contradictions=int((y[inside[:, 0]] != y[inside[:, 1]]).sum()),
        leaked=int(((equal[:, 0] >= len(x)) & (equal[:, 1] < len(x))).sum()),
        blank=int(train.blank.sum() + test.blank.sum()),
        labels_in_range=len(classes) == len(dataset.class_names),
        bytes=x.nbytes + x_test.nbytes + y.nbytes + y_test.nbytes,
        skipped=dataset.skipped,
        brightness=(_histogram(train.brightness), _histogram(test.brightness)),
        drift=drifts(train, test, y, y_test),
        imbalance=_imbalance(classes),
        problems=find_problems(dataset, equal, train, test, lambda s: progress(_MEASURED + (1 - _MEASURED) * s)),
    )


def _classes(dataset: Dataset) -> tuple[ClassCount, ...]:
    """A count for each named class, and for each label that has no name."""
    train, test = _counts(dataset.y_train), _counts(dataset.y_test)
    names = dict(enumerate(dataset.class_names))
    labels = sorted(names.keys() | train.keys() | test.keys())
    return tuple(ClassCount(k, names.get(k, str(k)), train.get(k, 0), test.get(k, 0)) for k in labels)


def _counts(y: np.ndarray) -> dict[int, int]:
    labels, counts = np.unique(y, return_counts=True)
    return dict(zip(labels.tolist(), counts.tolist(), strict=True))


def _imbalance(classes: tuple[ClassCount, ...]) -> float:
    counts = [each.train for each in classes if each.train]
    return max(counts) / min(counts)


def _histogram(brightness: np.ndarray) -> tuple[int, ...]:
    counts, _ = np.histogram(np.clip(brightness, 0, 1), BINS, (0, 1))
    return tuple(counts.tolist())


def _deviation(x: np.ndarray, mean: float) -> float:
    squares = sum(float(np.square(part.astype(np.float64) - mean).sum()) for part in parts(x))
    return float(np.sqrt(squares / x.size))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value
