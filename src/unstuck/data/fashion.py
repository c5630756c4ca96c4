"""Fashion-MNIST: found on the machine, or fetched by Keras, and checked to be the published one."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np

from unstuck.data.dataset import Arrays, Dataset
from unstuck.data.idx import read_idx
from unstuck.errors import UnstuckError
from unstuck.words import first_line

VARIABLE = "UNSTUCK_FASHION_MNIST"
DEBIAN = Path("/usr/share/datasets/fashion-mnist")  # where the package dataset-fashion-mnist puts it
ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"  # the address Keras itself uses

CLASS_NAMES = (
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)

# Each file and the SHA-256 of the array's bytes in it, from Debian's dataset-fashion-mnist 0.0~git20200523.55506a9-1.
FILES = {
    "train-images-idx3-ubyte.gz": "2e487a6c89124f78f2d7521542223cafe96f7123c3ca13d447772ac6ecbb3012",
    "train-labels-idx1-ubyte.gz": "657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7",
    "t10k-images-idx3-ubyte.gz": "c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a",
    "t10k-labels-idx1-ubyte.gz": "3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9",
}


def read_fashion() -> Arrays:
    """The published Fashion-MNIST.

    It is looked for in the folder that UNSTUCK_FASHION_MNIST names, in Debian's package, and in Keras' cache, into
    which Keras downloads it at need.

    Returns:
        x_train (60000, 28, 28), y_train (60000,), x_test (10000, 28, 28), y_test (10000,), all uint8.

    Raises:
        UnstuckError: it is in none of the places, or what is there is something else.
    """
    folder = local_folder()
    paths = [folder / name for name in FILES] if folder else _from_keras()
    x_train, y_train, x_test, y_test = (
        _checked(path, sha256) for path, sha256 in zip(paths, FILES.values(), strict=True)
    )
    return x_train, y_train, x_test, y_test


def is_fashion(dataset: Dataset) -> bool:
    """Whether a data set is the published one, wherever it lies: its labels are numbers, and their names are known."""
    arrays = dataset.y_test, dataset.y_train, dataset.x_test, dataset.x_train  # the small ones first
    names = "t10k-labels-idx1", "train-labels-idx1", "t10k-images-idx3", "train-images-idx3"
    return all(_sha256(array) == FILES[f"{name}-ubyte.gz"] for array, name in zip(arrays, names, strict=True))


def local_folder() -> Path | None:
    """The folder with the four files on this machine, outside Keras' cache; None when there is none.

    Raises:
        UnstuckError: UNSTUCK_FASHION_MNIST names a folder that lacks one of them.
    """
    named = os.environ.get(VARIABLE)
    if not named:
        return DEBIAN if all((DEBIAN / name).is_file() for name in FILES) else None
    missing = [name for name in FILES if not (Path(named) / name).is_file()]
    if missing:
        raise UnstuckError(
            f"The folder that {VARIABLE} names holds {', '.join(FILES)}.",
            f"{VARIABLE}={named!r}, without {', '.join(missing)}",
            f"put the files there or unset {VARIABLE}",
        )
    return Path(named)


def _checked(path: Path, sha256: str) -> np.ndarray:
    """The array of an IDX file, known by its SHA-256."""
    array = read_idx(path)
    if _sha256(array) != sha256:
        raise UnstuckError(
            "Fashion-MNIST is the published one, byte for byte.",
            f"{path} holds other data (plain MNIST's files have the same names)",
            "delete the file and fetch it again",
        )
    return array


def _sha256(array: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(array).data).hexdigest()


def _from_keras() -> list[Path]:
    """The four files in Keras' cache, downloaded when they are not there yet.

    `get_file` rather than `fashion_mnist.load_data`: Unstuck stands in for the latter while it runs a script.
    """
    os.environ.setdefault("KERAS_BACKEND", "jax")  # Keras' own default is TensorFlow, which need not be here
    from keras.utils import get_file

    try:
        return [Path(get_file(name, origin=ORIGIN + name, cache_subdir="datasets/fashion-mnist")) for name in FILES]
    except Exception as error:  # Keras raises a bare Exception for "no network"
        raise UnstuckError(
            "Fashion-MNIST is on this machine or can be downloaded.",
            first_line(error),
            "one of three: connect to the internet once and Keras keeps a copy, or `apt-get install "
            f"dataset-fashion-mnist`, or set {VARIABLE} to a folder that holds the four .gz files",
        ) from error
