"""Max and sum pooling as elementwise work on strided slices, forwards and backwards.

XLA's CPU backend computes ``reduce_window`` and its gradient ``select_and_scatter`` one element at a time. As slices
they run at the speed of memory, when the last axis is a long row of contiguous numbers: callers put the batch there.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax


@dataclass(frozen=True)
class Window:
    """A window that moves over every axis of an array (size 1 on the axes it leaves alone), in XLA's terms."""

    size: tuple[int, ...]
    strides: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: tuple[tuple[int, int], ...]

    def over(self, axes: tuple[int, ...]) -> Window:
        """The same window for an array transposed by ``axes``."""
        size, strides, dilation = (
            tuple(values[axis] for axis in axes) for values in (self.size, self.strides, self.dilation)
        )
        return Window(size, strides, dilation, tuple(self.padding[axis] for axis in axes))

    def is_still(self, axis: int) -> bool:
        """Whether the window leaves this axis alone."""
        return self.size[axis] == self.strides[axis] == 1 and self.padding[axis] == (0, 0)

    def taps(self) -> list[tuple[int, ...]]:
        """Offsets of the window's elements, row by row: the order in which XLA looks for a maximum."""
        steps = (range(0, size * gap, gap) for size, gap in zip(self.size, self.dilation, strict=True))
        return list(itertools.product(*steps))

    def tiles(self) -> bool:
        """Whether the windows lie side by side, so that an input element belongs to at most one of them."""
        return self.size == self.strides and set(self.dilation) == {1}


def tap_slices(x: jax.Array, window: Window, fill: float = 0.0) -> list[jax.Array]:
    """For each tap of the window, the elements of ``x`` it touches: one array of the output's shape per tap."""
    if any(edge != (0, 0) for edge in window.padding):
        x = lax.pad(x, jnp.array(fill, x.dtype), [(low, high, 0) for low, high in window.padding])
    reach = [(size - 1) * gap for size, gap in zip(window.size, window.dilation, strict=True)]
    last = [length - far for length, far in zip(x.shape, reach, strict=True)]
    return [
        lax.slice(x, tap, [start + end for start, end in zip(tap, last, strict=True)], window.strides)
        for tap in window.taps()
    ]


def add_taps(part: Callable[[jax.Array], jax.Array], window: Window, shape: tuple[int, ...]) -> jax.Array:
    """Adjoint of `tap_slices`: adds each tap's part where it came from, in an array of ``shape``.

    A loop, or XLA would fuse all taps into what reads the sum and compute it many times. With strides the array is
    held as (blocks, stride, blocks, stride, …) while it is filled, so that a part is a plain box and never spread out.

    Args:
        part: Number of the tap, int32 scalar -> its part, an array of the shape of the window's output.
        window: As in `tap_slices`.
        shape: Of the result.
    """
    like = jax.eval_shape(part, jax.ShapeDtypeStruct((), jnp.int32))
    box = _interleave(like.shape, [1] * len(shape))
    taps = np.array(window.taps())
    blocks = taps.max(axis=0) // window.strides + like.shape
    starts = np.stack([taps // window.strides, taps % window.strides], axis=-1).reshape(len(taps), -1)

    def add(total: jax.Array, tap: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, None]:
        number, start = tap
        here = lax.dynamic_slice(total, list(start), box)
        return lax.dynamic_update_slice(total, here + part(number).reshape(box), list(start)), None

    empty = jnp.zeros(_interleave(blocks.tolist(), window.strides), like.dtype)
    total, _ = lax.scan(add, empty, (jnp.arange(len(taps)), jnp.asarray(starts)))
    return _unpad(total, window, shape)


@functools.partial(jax.custom_vjp, nondiff_argnums=(1, 2))
def max_pool(x: jax.Array, window: Window, shape: tuple[int, ...]) -> jax.Array:
    """Maximum of each window of ``x`` (floating point, of ``shape``): equals ``lax.reduce_window`` with ``lax.max``.

    Of equal maxima the first of the window, row by row, receives the whole gradient, as in XLA's SelectAndScatter.

    Source: https://openxla.org/xla/operation_semantics (ReduceWindow, SelectAndScatter).
    """
    return functools.reduce(jnp.maximum, tap_slices(x, window, -jnp.inf))


def _max_pool_forward(x: jax.Array, window: Window, shape: tuple[int, ...]) -> tuple[jax.Array, jax.Array]:
    # The number of the winning tap (one byte) is all that the backward pass needs; the input is not read again.
    best, *others = tap_slices(x, window, -jnp.inf)
    winner = jnp.zeros(best.shape, jnp.uint8)
    for number, candidate in enumerate(others, 1):
        winner = jnp.where(candidate > best, jnp.uint8(number), winner)
        best = jnp.maximum(best, candidate)
    return best, winner


def _max_pool_backward(window: Window, shape: tuple[int, ...], winner: jax.Array, dy: jax.Array) -> tuple[jax.Array]:
    if window.tiles():
        numbers = np.arange(math.prod(window.size), dtype=np.uint8).reshape(window.size)
        hits = _side_by_side(winner) == jnp.asarray(numbers).reshape(_interleave([1] * dy.ndim, window.size))
        return (_unpad(jnp.where(hits, _side_by_side(dy), 0), window, shape),)
    return (add_taps(lambda tap: jnp.where(winner == tap.astype(jnp.uint8), dy, 0), window, shape),)


max_pool.defvjp(_max_pool_forward, _max_pool_backward)


@functools.partial(jax.custom_vjp, nondiff_argnums=(1, 2))
def sum_pool(x: jax.Array, window: Window, shape: tuple[int, ...]) -> jax.Array:
    """Sum of each window of ``x`` (floating point, of ``shape``): equals ``lax.reduce_window`` with ``lax.add``."""
    return functools.reduce(jnp.add, tap_slices(x, window))


def _sum_pool_forward(x: jax.Array, window: Window, shape: tuple[int, ...]) -> tuple[jax.Array, None]:
    return sum_pool(x, window, shape), None


def _sum_pool_backward(window: Window, shape: tuple[int, ...], _: None, dy: jax.Array) -> tuple[jax.Array]:
    if window.tiles():
        tiles = jnp.broadcast_to(_side_by_side(dy), _interleave(dy.shape, window.size))
        return (_unpad(tiles, window, shape),)
    return (add_taps(lambda _: dy, window, shape),)


sum_pool.defvjp(_sum_pool_forward, _sum_pool_backward)


def _interleave(first: Sequence[int], second: Sequence[int]) -> tuple[int, ...]:
    return tuple(n for pair in zip(first, second, strict=True) for n in pair)


def _side_by_side(y: jax.Array) -> jax.Array:
    """(a, b, …) -> (a, 1, b, 1, …): each output stands beside an axis for the elements of its window."""
    return y.reshape(_interleave(y.shape, [1] * y.ndim))


def _unpad(blocks: jax.Array, window: Window, shape: tuple[int, ...]) -> jax.Array:
    """(a, size_a, b, size_b, …) -> ``shape``: blocks joined, padding cut off, what no window reached set to zero."""
    joined = blocks.reshape([count * size for count, size in zip(blocks.shape[::2], blocks.shape[1::2], strict=True)])
    edges = [
        (-low, length + low - covered, 0)
        for (low, _), length, covered in zip(window.padding, shape, joined.shape, strict=True)
    ]
    return lax.pad(joined, jnp.zeros((), joined.dtype), edges)
