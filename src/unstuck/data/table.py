"""A CSV file as a data set: of file names and labels, or of pixels and labels."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from unstuck.data.dataset import Arrays, Dataset
from unstuck.data.folder import TEST_SHARE, ImageFile, check_classes, held_part, part_named, split
from unstuck.data.images import image_dataset
from unstuck.data.progress import Progress, unheard
from unstuck.errors import UnstuckError, not_there

LABELS = ("label", "labels", "class", "class_name", "category", "target", "y", "digit")
_FILES = ("file", "filename", "file_name", "filepath", "path", "image", "image_path", "id", "image_id", "name")
PARTS = ("split", "part", "subset", "set", "usage")


def csv_dataset(path: Path, size: int | None = None, progress: Progress = unheard) -> Dataset:
    """A data set from a CSV file whose first row names the columns.

    Args:
        path: with a column of labels (`label`, `class`, `target` …) and either a column of file names beside it, or one
            column a pixel, row by row of a square image. A column `split` may say `train` or `test`; else a fifth of
            each class is kept for the test.
        size, progress: see `image_dataset`.

    Raises:
        UnstuckError: there are no such columns, a file is missing, or a pixel is no number.
    """
    names, first = _head(path)
    label = column(names, LABELS)
    if label is None:
        raise UnstuckError(
            f"A CSV file of images has a column with the labels, named {', '.join(LABELS[:4])} …",
            f"{path}: columns {', '.join(names[:8])}{' …' if len(names) > 8 else ''}",
            "name the columns in the first row",
        )
    file = column(names, _FILES)
    if file is not None and not _is_number(first[file]):
        return image_dataset(path.parent, _files(path, file, label, column(names, PARTS)), size, progress)
    return _pixels(path, names, label)


def split_rows(x: np.ndarray, y: np.ndarray) -> Arrays:
    """Arrays with a fifth of each class kept for the test, the same rows every time.

    Returns:
        x_train, y_train, x_test, y_test, each in the order it came in.
    """
    test = held_rows(y)
    return x[~test], y[~test], x[test], y[test]


def held_rows(y: np.ndarray) -> np.ndarray:
    """Which rows are kept for the test, a fifth of each class, at least one where it has two: bool (n,)."""
    test = np.zeros(len(y), bool)
    random = np.random.default_rng(0)
    for label in np.unique(y):
        rows = random.permutation(np.flatnonzero(y == label))
        test[rows[: max(round(TEST_SHARE * len(rows)), int(len(rows) > 1))]] = True
    return test


def _head(path: Path) -> tuple[list[str], list[str]]:
    """The names of the columns and the first row under them."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = csv.reader(file)
            names, first = next(rows), next(rows)
    except StopIteration:
        raise UnstuckError(
            "A CSV file has a row of names and rows under it.", f"{path}: too short", "write the names and the rows"
        ) from None
    except FileNotFoundError:
        raise not_there("file", path) from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnstuckError("The data is a CSV file in UTF-8.", f"{path}: {error}", "save it as CSV in UTF-8") from error
    if len(first) != len(names):
        raise UnstuckError(
            "Every row of a CSV file has as many values as there are names.",
            f"{path}: {len(names)} names and {len(first)} values",
            "name each column in the first row, with commas between the names",
        )
    return [name.strip() for name in names], first


def column(names: Sequence[str], known: Sequence[str]) -> int | None:
    """The first of the known names that is there, as its place."""
    folded = [name.casefold() for name in names]
    return next((folded.index(name) for name in known if name in folded), None)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _files(path: Path, file: int, label: int, part: int | None) -> list[ImageFile]:
    with path.open(newline="", encoding="utf-8-sig") as stream:
        rows = [row for row in csv.reader(stream) if row][1:]
    short = [row for row in rows if len(row) <= max(file, label, part or 0)]
    if short:
        raise UnstuckError(
            "Every row names a file and its label.", f"{path}: {','.join(short[0])!r}", "complete or remove that row"
        )
    named = {path.parent / row[file]: row for row in rows}
    missing = [name for name in named if not name.is_file()]
    if missing:
        raise UnstuckError(
            f"The files that {path.name} names lie beside it.",
            f"{len(missing):,} of {len(named):,} are missing, the first {missing[0]}",
            "write the names as seen from the CSV file's folder",
        )
    labels = {name: row[label] for name, row in named.items()}
    if part is None:
        files = split(labels, path.parent)
    else:
        parts = {name: part_named(row[part]) or "train" for name, row in named.items()}
        held = held_part(parts.values())
        files = [ImageFile(n, labels[n], "test" if parts[n] == held else "train") for n in named]
    check_classes(files, path)
    return files


def _pixels(path: Path, names: list[str], label: int) -> Dataset:
    side = math.isqrt(len(names) - 1)
    if side * side != len(names) - 1:
        raise UnstuckError(
            "A CSV file of pixels has a column for the label and one for each pixel of a square image.",
            f"{path}: {len(names) - 1} columns beside {names[label]!r}",
            "28 × 28 images have 784; or name image files in a column `file`",
        )
    others = [place for place in range(len(names)) if place != label]
    try:
        labels = np.loadtxt(path, str, delimiter=",", skiprows=1, usecols=label, ndmin=1, encoding="utf-8-sig")
        values = np.loadtxt(path, "float32", delimiter=",", skiprows=1, usecols=others, ndmin=2, encoding="utf-8-sig")
    except ValueError as error:
        raise UnstuckError("Every pixel is a number.", f"{path}: {error}", "repair or remove that row") from error
    if values.min() >= 0 and values.max() <= 255 and (values == np.round(values)).all():
        values = values.astype("uint8")
    classes = sorted(
        set(labels.tolist()), key=lambda name: (not _is_number(name), float(name) if _is_number(name) else 0, name)
    )
    number = {name: place for place, name in enumerate(classes)}
    y = np.array([number[name] for name in labels.tolist()], "int64")
    arrays = split_rows(values.reshape(-1, side, side), y)  # (rows, pixels) -> (rows, height, width)
    return Dataset(path.stem, *arrays, tuple(classes), source=str(path))
