"""MNIST, embedded: the 70,000 images and labels that come with the package.

Four out of five pixels of a digit are 0 and the rest is close to noise, so the two are kept apart: `ink` has one bit a
pixel that says whether it is above 0, `values` the bytes of those that are. That is 4 % smaller than the plain images
in xz. The values come in two parts because two threads then decode them in half the time (lzma frees the GIL).
`tools/embed_mnist.py` writes the files; xz's own CRC-32 checks them at each load.
"""

from __future__ import annotations

import lzma
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from unstuck.data.dataset import Arrays
from unstuck.errors import UnstuckError

FOLDER = Path(__file__).parent
PARTS = ("mnist.values1.xz", "mnist.values2.xz", "mnist.ink.xz", "mnist.labels.xz")  # the slowest first
IMAGES, TRAIN, SIDE = 70_000, 60_000, 28
PADDED_SIDE = 32  # a row of bits fills four whole bytes: xz finds more in it


def read_mnist(folder: Path = FOLDER) -> Arrays:
    """The data set as its authors published it, decoded in about half a second.

    Returns:
        x_train (60000, 28, 28), y_train (60000,), x_test (10000, 28, 28), y_test (10000,), all uint8.

    Raises:
        UnstuckError: a file of the package is missing or damaged.
    """
    try:
        with ThreadPoolExecutor(2) as pool:
            first, second, ink, labels = pool.map(lambda part: _decode(folder / part), PARTS)
    except (OSError, lzma.LZMAError) as error:
        raise UnstuckError(
            "MNIST comes with the package and is read from it.", f"{error}", "install unstuck again"
        ) from error
    images = _develop(ink, np.concatenate([first, second]))
    return images[:TRAIN], labels[:TRAIN], images[TRAIN:], labels[TRAIN:]


def _decode(path: Path) -> np.ndarray:
    """The bytes of an xz file, as uint8 (n,)."""
    return np.frombuffer(lzma.decompress(path.read_bytes()), np.uint8).copy()


def _develop(ink: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Images (70000, 28, 28) from the bits of `ink` and the values where they are set."""
    mask = np.unpackbits(ink).view(bool).reshape(IMAGES, SIDE, PADDED_SIDE)[:, :, 2:-2]
    images = np.zeros((IMAGES, SIDE, SIDE), np.uint8)
    images[mask] = values
    return images
