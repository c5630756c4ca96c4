"""A drawn digit prepared as MNIST's were: a network reads only what looks like what it has seen."""

from __future__ import annotations

import io

import numpy as np

from unstuck.data import Format, read_image

_DIGIT, _FIELD = 20, 28  # MNIST's digits fill 20 × 20 pixels of 28 × 28
_FAINT = 20  # of 255: below it is no ink
_CANVAS = Format(280, 280, 1)


def centred(content: bytes, side: int) -> np.ndarray:
    """A drawing, bright ink on dark ground or the other way round, as MNIST has it.

    The ink is cut out, scaled until its longer side fills 20 of 28 parts, and its centre of mass put in the middle.

    Args:
        content: an image file.
        side: of the result in pixels, 28 for MNIST.

    Returns:
        uint8 (side, side), bright on dark; all 0 when nothing is drawn.

    Raises:
        UnstuckError: it is no picture.

    Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998, section
    III.A.
    """
    from PIL import Image

    ink = read_image(io.BytesIO(content), _CANVAS)
    if np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]]).mean() > 127:  # dark ink on bright ground
        ink = 255 - ink
    rows, columns = (np.flatnonzero((ink > _FAINT).any(axis)) for axis in (1, 0))
    field = np.zeros((side, side), np.uint8)
    if not len(rows):
        return field
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = side * _DIGIT / _FIELD / max(cut.shape)
    height, width = (max(1, round(length * scale)) for length in cut.shape)
    small = np.asarray(Image.fromarray(cut).resize((width, height), Image.Resampling.BOX))
    mass = small.sum()
    middle = [(small.sum(1 - axis) * np.arange(small.shape[axis])).sum() / mass for axis in (0, 1)]
    top, left = (
        int(np.clip(round((side - 1) / 2 - centre), 0, side - length))
        for centre, length in zip(middle, small.shape, strict=True)
    )
    field[top : top + height, left : left + width] = small
    return field
