"""Looks at a data set before any training and says in numbers what is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any

import numpy as np

from unstuck.data.dataset import Dataset, constant_baseline

PART = 4096  # images at a time: float64 copies of all of them would not fit into a small machine


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
    with the reason. Baselines are `constant_baseline`'s.
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

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON has it: lists for tuples."""
        return {key: _plain(value) for key, value in asdict(self).items()}

    def class_name(self, label: int) -> str:
        """The name of a label that occurs."""
        return next(each.name for each in self.classes if each.label == label)


def look(dataset: Dataset) -> Look:
    """Counts and measures a data set; exact, no sampling. A second or so for MNIST."""
    x, x_test, y, y_test = dataset.x_train, dataset.x_test, dataset.y_train, dataset.y_test
    train, test = _digests(x), _digests(x_test)
    first = {digest: index for index, digest in reversed(list(enumerate(train)))}
    firsts = np.array([first[digest] for digest in train])
    mean = float(x.mean(dtype=np.float64))
    classes = _classes(dataset)
    return Look(
        name=dataset.name,
        source=dataset.source,
        licence=dataset.licence,
        train_shape=x.shape,
        test_shape=x_test.shape,
        dtype=str(x.dtype),
        low=float(x.min()),
        high=float(x.max()),
        mean=mean,
        std=_deviation(x, mean),
        classes=classes,
        train_baseline=constant_baseline(y),
        test_baseline=constant_baseline(y_test),
        pixels=int(np.prod(x.shape[1:])),
        constant_pixels=int((x.min(axis=0) == x.max(axis=0)).sum()),
        duplicates=len(x) - len(first),
        contradictions=int((y != y[firsts]).sum()),
        leaked=sum(digest in first for digest in test),
        blank=_blank(x) + _blank(x_test),
        labels_in_range=len(classes) == len(dataset.class_names),
        bytes=x.nbytes + x_test.nbytes + y.nbytes + y_test.nbytes,
        skipped=dataset.skipped,
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


def _digests(x: np.ndarray) -> list[bytes]:
    """A short name for each image; two images share one only when they are equal (128 bits)."""
    return [blake2b(image.tobytes(), digest_size=16).digest() for image in x]


def _deviation(x: np.ndarray, mean: float) -> float:
    squares = sum(float(np.square(part.astype(np.float64) - mean).sum()) for part in _parts(x))
    return float(np.sqrt(squares / x.size))


def _blank(x: np.ndarray) -> int:
    """How many images have one value throughout."""
    flat = x.reshape(len(x), -1)  # (n, pixels)
    return int((flat.min(axis=1) == flat.max(axis=1)).sum())


def _parts(x: np.ndarray) -> Iterator[np.ndarray]:
    return (x[start : start + PART] for start in range(0, len(x), PART))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value
