"""A data set as one frozen, checked value."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import numpy as np

from unstuck.errors import UnstuckError
from unstuck.words import printable

Arrays = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]  # x_train, y_train, x_test, y_test

_PIECE = 1024  # images looked at together


@dataclass(frozen=True, eq=False)
class Files:
    """The image files of a data set, in the order of its images, the training images first.

    Args:
        names: their paths.
        sizes: height and width of each as it lies on disk, int (n, 2).
    """

    names: tuple[str, ...]
    sizes: np.ndarray


@dataclass(frozen=True, eq=False)
class Dataset:
    """Images and labels, split into training and test, checked when made.

    Args:
        name: what a person calls it, `mnist`.
        x_train: images (n, height, width) or (n, height, width, channels), numbers of any dtype, as the file has them.
        y_train: labels (n,), integers.
        x_test: images shaped as `x_train`'s.
        y_test: labels (m,), integers.
        class_names: the name of label 0, of label 1, and so on.
        source: where the data came from, for people.
        licence: what it may be used for; empty when unknown.
        skipped: files that could not be read, each with the reason.
        files: where each image is a file of its own.

    Raises:
        UnstuckError: the arrays cannot be a data set of classified images; the message says why.
    """

    name: str
    x_train: np.ndarray = field(repr=False)
    y_train: np.ndarray = field(repr=False)
    x_test: np.ndarray = field(repr=False)
    y_test: np.ndarray = field(repr=False)
    class_names: tuple[str, ...]
    source: str = ""
    licence: str = ""
    skipped: tuple[tuple[str, str], ...] = ()
    files: Files | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        # Names of folders and in tables may hold anything; from here on they can be printed.
        object.__setattr__(self, "class_names", tuple(printable(name) for name in self.class_names))
        _check_images("x_train", self.x_train)
        _check_images("x_test", self.x_test)
        _check_labels("y_train", self.y_train, len(self.x_train))
        _check_labels("y_test", self.y_test, len(self.x_test))
        _check_together(self.x_train, self.x_test, self.y_train)

    def image(self, part: str, index: int) -> np.ndarray:
        """The image (height, width[, channels]) at a place in `train` or `test`."""
        return (self.x_train if part == "train" else self.x_test)[index]

    def name_of(self, label: int) -> str:
        """A class's name; the label itself where it has none."""
        return self.class_names[label] if 0 <= label < len(self.class_names) else str(label)


def fingerprint(dataset: Dataset) -> str:
    """16 hexadecimal digits that another order, another pixel or another label would change."""
    digest = hashlib.blake2b(digest_size=8)
    for array in (dataset.x_train, dataset.y_train, dataset.x_test, dataset.y_test):
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).view(np.uint8).data)
    return digest.hexdigest()


def constant_baseline(y: np.ndarray) -> tuple[int, float]:
    """The best answer that never looks at the image, and how often it is right.

    Args:
        y: labels (n,), integers, n ≥ 1.

    Returns:
        The most frequent label (the smallest of several) and its share of `y`, 0…1.

    Example:
        >>> constant_baseline(np.array([7, 3, 7, 7]))
        (7, 0.75)
    """
    labels, counts = np.unique(y, return_counts=True)
    most = int(counts.argmax())
    return int(labels[most]), int(counts[most]) / len(y)


def _check_images(name: str, x: np.ndarray) -> None:
    """Numbers, three or four axes, at least one image, nothing that is not finite."""
    if not (np.issubdtype(x.dtype, np.integer) or np.issubdtype(x.dtype, np.floating) or x.dtype == bool):
        same_size = "give every image the same size and stack them, then " if x.dtype == object else ""
        todo = f"{same_size}x.astype('float32')"
        raise UnstuckError(f"{name} holds numbers.", f"{name}.dtype={x.dtype}", todo)
    if x.ndim not in (3, 4):
        raise UnstuckError(
            f"{name} is shaped (images, height, width) or (images, height, width, channels).",
            f"{name}.shape={x.shape}",
            "reshape it: 784 columns of MNIST are x.reshape(-1, 28, 28)",
        )
    if x.size == 0:
        raise UnstuckError(
            f"{name} holds at least one image with at least one pixel.",
            f"{name}.shape={x.shape}",
            "check how the images were read and split",
        )
    if np.issubdtype(x.dtype, np.floating):
        _check_finite(name, x)


def _check_finite(name: str, x: np.ndarray) -> None:
    """No NaN and no infinity; says how many and where the first is."""
    # Numbers that are not finite, of each image; a piece at a time, since the images may be on disk.
    bad = np.concatenate([_not_finite(x[start : start + _PIECE]) for start in range(0, len(x), _PIECE)])
    if bad.any():
        raise UnstuckError(
            f"{name} holds finite numbers only.",
            f"{int(bad.sum()):,} values are NaN or infinite, the first in {name}[{int((bad > 0).argmax())}]",
            "repair or drop those images: one NaN turns the whole network's weights into NaN",
        )


def _not_finite(images: np.ndarray) -> np.ndarray:
    return np.count_nonzero(~np.isfinite(images), axis=tuple(range(1, images.ndim)))


def _check_labels(name: str, y: np.ndarray, images: int) -> None:
    """One integer an image."""
    if y.ndim == 2 and y.shape[1] > 1:
        raise UnstuckError(
            f"{name} holds one class number an image.",
            f"{name}.shape={y.shape}",
            "for one-hot labels: y.argmax(axis=1)",
        )
    if y.ndim != 1:
        raise UnstuckError(f"{name} is shaped (images,).", f"{name}.shape={y.shape}", "y.reshape(-1)")
    if not np.issubdtype(y.dtype, np.integer):
        raise UnstuckError(
            f"{name} holds whole class numbers.", f"{name}.dtype={y.dtype}", "number the classes 0, 1, 2, … as integers"
        )
    if len(y) != images:
        raise UnstuckError(
            "Each image has one label.", f"{images:,} images, len({name})={len(y):,}", "check which rows were dropped"
        )


def _check_together(x_train: np.ndarray, x_test: np.ndarray, y_train: np.ndarray) -> None:
    """What no single array can show: one image shape, and something to tell apart."""
    if x_train.shape[1:] != x_test.shape[1:]:
        raise UnstuckError(
            "Training and test images have one shape.",
            f"x_train.shape={x_train.shape}, x_test.shape={x_test.shape}",
            "prepare both in the same way",
        )
    if y_train.min() == y_train.max():
        raise UnstuckError(
            "The training labels name at least two classes.",
            f"all {len(y_train):,} labels are {int(y_train[0])}",
            "with one class there is nothing to learn; check how the labels were read",
        )
