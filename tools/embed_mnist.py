"""Writes the package's copy of MNIST: `python tools/embed_mnist.py mnist.npz`.

The argument is a file with x_train, y_train, x_test and y_test, as Keras' `mnist.load_data()` caches one. See
`unstuck/data/mnist.py` for the form of the files; they are read back and compared before the script says it is done.
"""

from __future__ import annotations

import lzma
import sys

import numpy as np

from unstuck.data.mnist import FOLDER, IMAGES, PADDED_SIDE, PARTS, SIDE, read_mnist

KEYS = ("x_train", "y_train", "x_test", "y_test")


def main(source: str) -> None:
    """Encode the arrays of `source`, write them into the package, and check them."""
    with np.load(source, allow_pickle=False) as file:
        arrays = [file[key] for key in KEYS]
    for name, packed in encode(*arrays).items():
        (FOLDER / name).write_bytes(packed)
        print(f"{name:18} {len(packed):>9,} bytes")
    for key, wanted, read in zip(KEYS, arrays, read_mnist(), strict=True):
        if not (wanted.dtype == read.dtype and np.array_equal(wanted, read)):
            raise SystemExit(f"{key} reads back differently")
    print(f"{sum((FOLDER / name).stat().st_size for name in PARTS):,} bytes in all, read back and equal")


def encode(x_train: np.ndarray, y_train: np.ndarray, x_test: np.ndarray, y_test: np.ndarray) -> dict[str, bytes]:
    """The content of each file by its name."""
    images = np.concatenate([x_train, x_test])
    ink = np.zeros((IMAGES, SIDE, PADDED_SIDE), bool)
    ink[:, :, 2:-2] = images > 0
    values = images[images > 0]
    half = len(values) // 2
    return dict(
        zip(
            PARTS,
            [
                _xz(values[:half], lc=4),
                _xz(values[half:], lc=4),
                _xz(np.packbits(ink), lc=2, lp=2, pb=2),  # a row is four bytes: 2 bits of position
                _xz(np.concatenate([y_train, y_test]), lc=4),
            ],
            strict=True,
        )
    )


def _xz(values: np.ndarray, lc: int, lp: int = 0, pb: int = 0) -> bytes:
    """`values` as an xz file with a CRC-32; lc, lp, pb are LZMA's context bits."""
    lzma2 = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": lc, "lp": lp, "pb": pb}
    return lzma.compress(values.tobytes(), check=lzma.CHECK_CRC32, filters=[lzma2])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
