"""Convolution as slices and one matrix product (im2col), batch last, with a hand-written gradient."""

from __future__ import annotations

import functools
import math
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from unstuck.engine.pooling import Window, add_taps, tap_slices

# Patches up to this size are kept for the backward pass; larger ones are made again, to spare the memory.
LARGEST_KEPT_BYTES = 2**26


@functools.partial(jax.custom_vjp, nondiff_argnums=(2, 3, 4))
def convolve(x: jax.Array, kernel: jax.Array, window: Window, groups: int, precision: Any) -> jax.Array:
    """Convolution, batch last.

    Args:
        x: (channels, *spatial, batch).
        kernel: (*window, channels / groups, filters).
        window: Over the axes of ``x``.
        groups: Groups of channels that do not see each other; as many as channels makes it depthwise.
        precision: Of the matrix products, as in ``lax.dot_general``.

    Returns:
        (filters, *spatial, batch).
    """
    return _convolve_forward(x, kernel, window, groups, precision)[0]


def _convolve_forward(x: jax.Array, kernel: jax.Array, window: Window, groups: int, precision: Any) -> tuple[Any, Any]:
    if _is_depthwise(kernel, groups):
        weights = _channel_weights(kernel, groups)
        y = sum(tap * weight for tap, weight in zip(_channel_taps(x, window), weights, strict=True))
        return y.reshape(-1, *y.shape[2:]), (x, kernel, None)
    patches = _patches(x, window)
    y = _product(_matrices(kernel, groups), _by_group(patches, groups), 1, 1, precision)
    kept = patches if patches.nbytes <= LARGEST_KEPT_BYTES else None
    return y.reshape(kernel.shape[-1], *patches.shape[2:]), (x, kernel, kept)


def _convolve_backward(
    window: Window, groups: int, precision: Any, residual: tuple[jax.Array, jax.Array, jax.Array | None], dy: jax.Array
) -> tuple[jax.Array, jax.Array]:
    x, kernel, patches = residual
    if _is_depthwise(kernel, groups):
        return _depthwise_backward(window, groups, x, kernel, dy)
    if patches is None:
        patches = _patches(x, window)
    places = dy.shape[1:]
    dy = dy.reshape(groups, kernel.shape[-1] // groups, -1)
    dkernel = _product(_by_group(patches, groups), dy, 2, 2, precision).transpose(1, 0, 2).reshape(kernel.shape)
    dpatches = _product(_matrices(kernel, groups), dy, 2, 1, precision)
    taps = math.prod(window.size)
    dpatches = dpatches.reshape(groups, taps, -1, *places).swapaxes(0, 1).reshape(taps, -1, *places)
    return add_taps(lambda tap: dpatches[tap], window, x.shape), dkernel


convolve.defvjp(_convolve_forward, _convolve_backward)


def _patches(x: jax.Array, window: Window) -> jax.Array:
    """(channels, *spatial, batch) -> (taps, channels, *output spatial, batch).

    Built one axis at a time, so that a 3x3 window takes 3 + 3 copies and not 9. The first is a loop, whose inputs XLA
    must have at hand: it would fuse plain slices with what comes before (a pooling, a relu) and compute that again for
    every tap (``optimization_barrier`` is gone by the time it fuses).
    """
    x = lax.pad(x, jnp.zeros((), x.dtype), [(low, high, 0) for low, high in window.padding])
    patches = x[None]  # (taps so far, channels, *spatial, batch)
    looped = False
    for axis in reversed(range(1, x.ndim - 1)):
        size, stride, gap = window.size[axis], window.strides[axis], window.dilation[axis]
        shift = functools.partial(_shift, patches, axis + 1, x.shape[axis] - (size - 1) * gap, stride)
        if size == 1 or looped:
            stacked = jnp.stack([shift(tap * gap) for tap in range(size)])
        else:
            stacked, looped = lax.map(shift, jnp.arange(size) * gap), True
        patches = stacked.reshape(-1, *stacked.shape[2:])
    return patches


def _shift(patches: jax.Array, axis: int, length: int, stride: int, start: jax.Array | int) -> jax.Array:
    """Every ``stride``-th of the ``length`` elements along ``axis`` from ``start``."""
    if isinstance(start, int):
        return lax.slice_in_dim(patches, start, start + length, stride, axis)
    return lax.slice_in_dim(lax.dynamic_slice_in_dim(patches, start, length, axis), 0, length, stride, axis)


def _by_group(patches: jax.Array, groups: int) -> jax.Array:
    """(taps, channels, *spatial, batch) -> (groups, taps * channels / groups, positions)."""
    taps, channels = patches.shape[:2]
    split = patches.reshape(taps, groups, channels // groups, -1).swapaxes(0, 1)
    return split.reshape(groups, taps * channels // groups, -1)


def _matrices(kernel: jax.Array, groups: int) -> jax.Array:
    """(*window, channels / groups, filters) -> (groups, taps * channels / groups, filters / groups)."""
    return kernel.reshape(-1, groups, kernel.shape[-1] // groups).transpose(1, 0, 2)


def _product(a: jax.Array, b: jax.Array, axis_a: int, axis_b: int, precision: Any) -> jax.Array:
    """One matrix product a group, along the given axis of each: (groups, m, n)."""
    if a.shape[0] == 1:
        contract: Any = (((axis_a - 1,), (axis_b - 1,)), ((), ()))
        return lax.dot_general(a[0], b[0], contract, precision)[None]
    return lax.dot_general(a, b, (((axis_a,), (axis_b,)), ((0,), (0,))), precision)


# A depthwise convolution has a product of one row a channel: elementwise work on the taps is faster.


def _is_depthwise(kernel: jax.Array, groups: int) -> bool:
    return groups > 1 and kernel.shape[-2] == 1


def _channel_taps(x: jax.Array, window: Window) -> list[jax.Array]:
    """For each tap (channels, 1, *output spatial, batch)."""
    return [tap[:, None] for tap in tap_slices(x, window)]


def _channel_weights(kernel: jax.Array, groups: int) -> jax.Array:
    """(taps, channels, filters / channels, 1, …): one number a tap, channel and filter."""
    return kernel.reshape(-1, groups, kernel.shape[-1] // groups, *[1] * (kernel.ndim - 1))


def _depthwise_backward(
    window: Window, groups: int, x: jax.Array, kernel: jax.Array, dy: jax.Array
) -> tuple[jax.Array, jax.Array]:
    dy = dy.reshape(groups, -1, *dy.shape[1:])  # (channels, filters / channels, *spatial, batch)
    weights = _channel_weights(kernel, groups)
    dx = add_taps(lambda tap: (dy * weights[tap]).sum(axis=1), window, x.shape)
    places = tuple(range(2, dy.ndim - 1))
    # First over the places and then over the batch: the first sum, nearly all of the work, runs along rows.
    sums = [(tap * dy).sum(axis=places).sum(axis=-1) for tap in _channel_taps(x, window)]
    return dx, jnp.stack(sums).reshape(kernel.shape)
