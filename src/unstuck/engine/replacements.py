"""Which convolutions and poolings are replaced, and by what."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import jax
import numpy as np

from unstuck.engine.im2col import convolve
from unstuck.engine.layout import Layout, inverse
from unstuck.engine.pooling import Window, max_pool, sum_pool

# Below this batch the rows of the batch-last layout are too short for vector instructions (8 float32 in AVX2).
SMALLEST_BATCH = 8
# More taps than this (a 16x16 kernel) would bloat the program, and the patches, by as many slices.
MOST_TAPS = 256
# The patches are taps times larger than the input; beyond this they would endanger the machine's memory.
LARGEST_PATCHES_BYTES = 2**30
FLOATS = (np.dtype(np.float32), np.dtype(np.float64))


def _convolution(equation: Any) -> tuple[Callable, Layout] | None:
    """The replacement of a ``conv_general_dilated`` and its output's layout, or None: better or safer left alone."""
    parameters, (x, kernel), [y] = (
        equation.params,
        [v.aval for v in equation.invars],
        [v.aval for v in equation.outvars],
    )
    dims, groups = parameters["dimension_numbers"], parameters["feature_group_count"]
    batch, channels, *spatial = dims.lhs_spec
    sizes = tuple(kernel.shape[axis] for axis in dims.rhs_spec[2:])
    outputs = y.size // y.shape[dims.out_spec[1]] if y.size else 0
    if (
        x.dtype not in FLOATS
        or not x.dtype == kernel.dtype == y.dtype
        or not 1 <= len(spatial) <= 2
        or parameters["batch_group_count"] != 1
        or set(parameters["lhs_dilation"]) != {1}
        or x.shape[batch] < SMALLEST_BATCH
        or math.prod(sizes) > MOST_TAPS
        or math.prod(sizes) * x.shape[channels] * outputs * x.dtype.itemsize > LARGEST_PATCHES_BYTES
        or 0 in (x.size, kernel.size, outputs)
    ):
        return None
    window = Window(
        size=(1, *sizes, 1),
        strides=(1, *parameters["window_strides"], 1),
        dilation=(1, *parameters["rhs_dilation"], 1),
        padding=((0, 0), *map(tuple, parameters["padding"]), (0, 0)),
    )
    x_axes = (channels, *spatial, batch)
    y_axes = (dims.out_spec[1], *dims.out_spec[2:], dims.out_spec[0])
    kernel_axes = (*dims.rhs_spec[2:], dims.rhs_spec[1], dims.rhs_spec[0])

    def convolution(x: jax.Array, kernel: jax.Array) -> jax.Array:
        y = convolve(x.transpose(x_axes), kernel.transpose(kernel_axes), window, groups, parameters["precision"])
        return y.transpose(inverse(y_axes))

    return convolution, y_axes


def _pooling(pool: Callable, equation: Any) -> tuple[Callable, Layout] | None:
    """The replacement of a ``reduce_window_max`` or ``_sum`` and its output's layout, or None."""
    parameters, x, y = equation.params, equation.invars[0].aval, equation.outvars[0].aval
    window = Window(
        size=tuple(parameters["window_dimensions"]),
        strides=tuple(parameters["window_strides"]),
        dilation=tuple(parameters["window_dilation"]),
        padding=tuple(map(tuple, parameters["padding"])),
    )
    moving = [axis for axis in range(x.ndim) if not window.is_still(axis)]
    if (
        x.dtype not in FLOATS
        or set(parameters["base_dilation"]) != {1}
        or not 1 <= len(moving) <= 2
        or moving[0] == 0
        or x.shape[0] < SMALLEST_BATCH
        or math.prod(window.size) >= MOST_TAPS
        or 0 in (x.size, y.size)
    ):
        return None
    axes = (*(axis for axis in range(1, x.ndim) if axis not in moving), *moving, 0)

    def pooling(x: jax.Array) -> jax.Array:
        x = x.transpose(axes)
        return pool(x, window.over(axes), x.shape).transpose(inverse(axes))

    return pooling, axes


REPLACEMENTS: dict[str, Callable[[Any], tuple[Callable, Layout] | None]] = {
    "conv_general_dilated": _convolution,
    "reduce_window_max": functools.partial(_pooling, max_pool),
    "reduce_window_sum": functools.partial(_pooling, sum_pool),
}
