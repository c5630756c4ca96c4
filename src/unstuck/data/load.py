"""From a name or a file to a `Dataset`."""

from __future__ import annotations

import difflib
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np

from unstuck.data.dataset import Arrays, Dataset
from unstuck.data.fashion import CLASS_NAMES, FILES, is_fashion, read_fashion
from unstuck.data.folder import list_folder
from unstuck.data.idx import read_idx
from unstuck.data.images import image_dataset
from unstuck.data.mnist import read_mnist
from unstuck.data.parquet import parquet_dataset
from unstuck.data.progress import Progress, unheard
from unstuck.data.table import csv_dataset, split_rows
from unstuck.data.target import with_target
from unstuck.errors import UnstuckError, not_there

NAMES = ("mnist", "fashion-mnist")
KEYS = ("x_train", "y_train", "x_test", "y_test")


def load(
    name_or_path: str, target: str | None = None, size: int | None = None, progress: Progress = unheard
) -> Dataset:
    """A data set by name, or from a file or a folder.

    Args:
        name_or_path: `mnist`, `fashion-mnist`; a folder with a folder of images for each class (see `list_folder`),
            with a CSV file that labels its images, with MNIST's four IDX files, or with x_train.npy, y_train.npy,
            x_test.npy and y_test.npy; a `.npz` file with arrays of these names (either may have x and y instead); a
            CSV file (see `csv_dataset`); a Parquet file or a folder of them (see `parquet_dataset`).
        target: `is:CLASS` asks about one class only, see `with_target`; None keeps all classes.
        size: the side in pixels that image files are brought to; None as `image_dataset` chooses.
        progress: told the share of the image files that is decoded, when they have to be.

    Raises:
        UnstuckError: nothing is known by that name, the file cannot be read, or its content is no data set.

    Example:
        >>> load("mnist", target="is:5").class_names
        ('not 5', '5')
    """
    dataset = _load(name_or_path, size, progress)
    return dataset if target is None else with_target(dataset, target)


def keras_arrays(name: str) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """What `keras.datasets.<name>.load_data()` returns: `(x_train, y_train), (x_test, y_test)`, all uint8.

    Args:
        name: `mnist` or `fashion_mnist`; a hyphen will do.

    Raises:
        UnstuckError: another name, or Fashion-MNIST is not to be had.
    """
    match _plain(name):
        case "mnist":
            x_train, y_train, x_test, y_test = read_mnist()
        case "fashion-mnist":
            x_train, y_train, x_test, y_test = read_fashion()
        case _:
            raise UnstuckError("Known by name: mnist, fashion_mnist.", f"name={name!r}", "name one of them")
    return (x_train, y_train), (x_test, y_test)


def _load(name_or_path: str, size: int | None, progress: Progress) -> Dataset:
    match _plain(name_or_path):
        case "mnist":
            digits = tuple("0123456789")
            return Dataset("mnist", *read_mnist(), digits, "LeCun, Cortes and Burges' MNIST", "CC BY-SA 3.0")
        case "fashion-mnist":
            return Dataset("fashion-mnist", *read_fashion(), CLASS_NAMES, "Zalando's Fashion-MNIST", "MIT")
    path = Path(name_or_path)
    if path.is_dir():
        return _folder(path, size, progress)
    match path.suffix.lower():
        case ".npz":
            return _numbered(path, *_npz_arrays(path))
        case ".csv":
            return csv_dataset(path, size, progress)
        case ".parquet":
            return parquet_dataset(path, [path], size, progress)
        case ".npy" | ".gz" if path.is_file():
            raise UnstuckError(
                f"Data in .npy files is a folder of {', '.join(KEYS)} or of x and y; in IDX files, of MNIST's four.",
                f"{name_or_path!r}, one of its files",
                f"name the folder that they lie in, {str(path.parent)!r} perhaps",
            )
    close = difflib.get_close_matches(_plain(name_or_path), NAMES, n=1)
    raise UnstuckError(
        f"Data is {', '.join(NAMES)}, a folder of images, a .npz, .csv or .parquet file.",
        f"{name_or_path!r}" + (", another kind of file" if path.exists() else ", which is not there"),
        f"did you mean {close[0]}?" if close else f"choose one, such as {NAMES[0]}",
    )


def _folder(path: Path, size: int | None, progress: Progress) -> Dataset:
    """By what lies in the folder: arrays, IDX files, a table of labels, or class folders."""
    if all((path / f"{key}.npy").is_file() for key in KEYS):
        return _numbered(path, *(_npy(path / f"{key}.npy") for key in KEYS))
    if (path / "x.npy").is_file() and (path / "y.npy").is_file():
        return _numbered(path, *split_rows(_npy(path / "x.npy"), _column(_npy(path / "y.npy"))))
    idx = [next((p for p in (path / name, path / name.removesuffix(".gz")) if p.is_file()), None) for name in FILES]
    if None not in idx:
        dataset = _numbered(path, *(read_idx(file) for file in idx if file))
        return replace(dataset, class_names=CLASS_NAMES) if is_fashion(dataset) else dataset
    if shards := sorted([*path.glob("*.parquet"), *path.glob("data/*.parquet")]):
        return parquet_dataset(path, shards, size, progress)
    tables = sorted(path.glob("*.csv"))
    if len(tables) == 1 and not any(entry.is_dir() and not entry.name.startswith(".") for entry in path.iterdir()):
        return csv_dataset(tables[0], size, progress)
    return image_dataset(path, list_folder(path), size, progress)


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def _numbered(path: Path, x_train: np.ndarray, y_train: np.ndarray, x_test: np.ndarray, y_test: np.ndarray) -> Dataset:
    """A data set whose classes have their numbers for names."""
    y_train, y_test = _column(y_train), _column(y_test)
    # As many names as there are different labels: labels 1…10 then show up as outside 0…9.
    classes = len(np.unique(np.concatenate([y_train.ravel(), y_test.ravel()])))
    names = tuple(str(label) for label in range(classes))
    return Dataset(path.stem, x_train, y_train, x_test, y_test, names, source=path.name)


def _npy(path: Path) -> np.ndarray:
    """An array that stays on disk until it is used."""
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise UnstuckError(
            f"{path} is a file that numpy.save wrote, of plain numbers.", str(error), "write it again with numpy.save"
        ) from error


def _npz_arrays(path: Path) -> Arrays:
    """The four arrays, read without unpickling anything: a pickle in a data file can run any program."""
    try:
        with path.open("rb") as raw:  # numpy leaves a file it cannot read open
            file = np.load(raw, allow_pickle=False)
            if not isinstance(file, np.lib.npyio.NpzFile):
                raise ValueError("a single array, as numpy.save writes it")
            if {"x", "y"} <= set(file) and not set(KEYS) & set(file):
                return split_rows(file["x"], _column(file["y"]))
            x_train, y_train, x_test, y_test = (file[key] for key in KEYS)
    except KeyError as error:
        raise UnstuckError(
            f"{path} holds {', '.join(KEYS)}.", str(error.args[0]), "write it with these names, or with x and y"
        ) from error
    except FileNotFoundError:
        raise not_there("file", path) from None
    except ValueError as error:
        todo = "write number arrays with numpy.savez: an object array is a pickle, which could run any program"
        raise UnstuckError(f"{path} holds {', '.join(KEYS)} as plain arrays.", str(error), todo) from error
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise UnstuckError(
            f"{path} is a file that numpy.savez wrote.", str(error), "write it again with numpy.savez"
        ) from error
    return x_train, y_train, x_test, y_test


def _column(y: np.ndarray) -> np.ndarray:
    """Labels (n, 1), as some data sets have them, to (n,)."""
    return y.reshape(-1) if y.ndim == 2 and y.shape[1] == 1 else y
