"""How bright an image is, as numbers that can be compared: for whole data sets, a part at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

PART = 4096  # images at a time: float64 copies of all of them would not fit into a small machine
# Of the pixels: what the darkest and the brightest are is said without counting the odd hot or dead one.
_TAIL = 0.01
DIM, GLARING = 0.15, 0.85  # of the data's range


@dataclass(frozen=True, eq=False)
class Light:
    """Numbers of each image, float32 (n,), as shares of the data's range: 0 is its lowest value, 1 its highest.

    Args:
        brightness: the mean pixel.
        contrast: the pixels' standard deviation.
        dark, bright: the values that one pixel in a hundred is below, or above.
        blank: whether all pixels are alike, bool (n,).
    """

    brightness: np.ndarray
    contrast: np.ndarray
    dark: np.ndarray
    bright: np.ndarray
    blank: np.ndarray

    @property
    def is_dark(self) -> np.ndarray:
        """Images, bool (n,), in which nothing is bright, though not blank."""
        return (self.bright < DIM) & ~self.blank

    @property
    def is_glaring(self) -> np.ndarray:
        """Images, bool (n,), in which nothing is dark, though not blank."""
        return (self.dark > GLARING) & ~self.blank


def light_of(x: np.ndarray, low: float, high: float) -> Light:
    """Measures images.

    Args:
        x: (n, height, width) or (n, height, width, channels).
        low, high: the range of the data set.
    """
    measured = [_measured(part.reshape(len(part), -1)) for part in parts(x)]
    mean, deviation, dark, bright, blank = (np.concatenate(column) for column in zip(*measured, strict=True))
    span = (high - low) or 1.0
    mean, dark, bright = (((values - low) / span).astype("float32") for values in (mean, dark, bright))
    return Light(mean, (deviation / span).astype("float32"), dark, bright, blank)


def parts(x: np.ndarray) -> Iterator[np.ndarray]:
    """The images, some thousands at a time."""
    return (x[start : start + PART] for start in range(0, len(x), PART))


def _measured(pixels: np.ndarray) -> tuple[np.ndarray, ...]:
    """Mean, deviation, dark and bright end, and whether blank, of rows of pixels."""
    tail = int(pixels.shape[1] * _TAIL)
    ends = np.partition(pixels, (tail, pixels.shape[1] - 1 - tail), axis=1)
    dark, bright = ends[:, tail].astype("float64"), ends[:, -1 - tail].astype("float64")
    blank = pixels.min(axis=1) == pixels.max(axis=1)
    return pixels.mean(axis=1, dtype="float64"), pixels.std(axis=1, dtype="float64"), dark, bright, blank
