"""Where the samples of a fit are: on the device, all of them, or elsewhere, and only a part on the device at a time."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol, TypeVar

import jax
import jax.numpy as jnp
import numpy as np

Arrays = Any  # a tuple (x,), (x, y) or (x, y, sample_weight) of array trees with one leading axis of samples
Change = Callable[[Any], Any]  # inputs -> inputs of the same shapes and dtypes
Item = TypeVar("Item")
Made = TypeVar("Made")

_PIECE = 1024  # samples that are gathered at once: what that needs beside its result is small


class Part(NamedTuple):
    """Steps `start` … `stop - 1` of an epoch: the samples they need on the device, and where in `arrays` those are.

    `order` has a row a step for the whole epoch, int32 (steps, batch size), whatever the part.
    """

    arrays: Arrays
    order: jax.Array
    start: int
    stop: int


class Samples(Protocol):
    """The samples of a fit, by number."""

    @property
    def count(self) -> int:
        """How many."""

    def parts(self, order: np.ndarray, stop: int) -> Iterator[Part]:
        """Steps 0 … `stop - 1` of an epoch whose batches are the rows of `order`."""

    def holding(self, rows: np.ndarray) -> tuple[Arrays, np.ndarray]:
        """Arrays on the device with the samples `rows` in them, and those samples' places there."""

    def windows(self, batch_size: int) -> Iterator[Arrays]:
        """All samples in their order, on the device, cut only between batches."""

    def changed(self, change: Change) -> Samples:
        """The same samples with changed inputs."""


@dataclass(frozen=True, eq=False)
class Resident:
    """Samples that are on the device, in the dtype they came in."""

    arrays: Arrays

    @property
    def count(self) -> int:
        """See `Samples`."""
        return len(jax.tree.leaves(self.arrays)[0])

    def parts(self, order: np.ndarray, stop: int) -> Iterator[Part]:
        """One: all of the epoch."""
        yield Part(self.arrays, jnp.asarray(order), 0, stop)

    def holding(self, rows: np.ndarray) -> tuple[Arrays, np.ndarray]:
        """All samples."""
        return self.arrays, rows

    def windows(self, batch_size: int) -> Iterator[Arrays]:
        """One: all samples."""
        yield self.arrays

    def changed(self, change: Change) -> Resident:
        """See `Samples`."""
        x, *rest = self.arrays
        return Resident((change(x), *rest))


@dataclass(frozen=True, eq=False)
class Streamed:
    """Samples that stay where they are, memory-mapped from a file or in the user's own arrays.

    A part is gathered while the one before it is trained on. Its samples are read in the order in which they lie on the
    disk; within it the steps find them in the order of the epoch. All parts have one shape, so that the steps are
    compiled once.

    Args:
        arrays: NumPy arrays.
        dtypes: what each becomes on the device, in the form of `arrays`.
        part_bytes: the most that a part takes there, if one batch does not take more.
        change: changes the inputs of each part, anew in each pass.
    """

    arrays: Arrays
    dtypes: Any
    part_bytes: int
    change: Change | None = None

    @property
    def count(self) -> int:
        """See `Samples`."""
        return len(jax.tree.leaves(self.arrays)[0])

    def parts(self, order: np.ndarray, stop: int) -> Iterator[Part]:
        """As many as it takes, equally long but for the last one."""
        steps, batch_size = order.shape
        length = self._steps(batch_size, steps)
        places, wanted = np.empty_like(order), []
        for start in range(0, stop, length):
            rows = order[start : start + length].reshape(-1)  # (length, batch size) -> (length * batch size,)
            by_place = np.argsort(rows)
            places[start : start + length].reshape(-1)[by_place] = np.arange(len(rows), dtype="int32")
            wanted.append(rows[by_place])
        on_device = jnp.asarray(places)
        gathered = _one_ahead(lambda rows: self._gathered(rows, length * batch_size), wanted)
        for start, arrays in zip(range(0, stop, length), gathered, strict=True):
            yield Part(self._changed(arrays), on_device, start, min(start + length, stop))

    def holding(self, rows: np.ndarray) -> tuple[Arrays, np.ndarray]:
        """Those samples alone."""
        return self._changed(self._gathered(rows, len(rows))), np.arange(len(rows), dtype="int32")

    def windows(self, batch_size: int) -> Iterator[Arrays]:
        """As many as it takes."""
        size = batch_size * self._steps(batch_size, -(-self.count // batch_size))
        rows = (np.arange(start, min(start + size, self.count)) for start in range(0, self.count, size))
        yield from map(self._changed, _one_ahead(lambda some: self._gathered(some, len(some)), rows))

    def changed(self, change: Change) -> Streamed:
        """See `Samples`."""
        return replace(self, change=change)

    def _steps(self, batch_size: int, steps: int) -> int:
        """How many of `steps` batches a part holds."""
        leaves = zip(jax.tree.leaves(self.arrays), jax.tree.leaves(self.dtypes), strict=True)
        of_sample = sum(int(np.prod(array.shape[1:])) * dtype.itemsize for array, dtype in leaves)
        most = max(1, self.part_bytes // max(1, of_sample * batch_size))
        return -(-steps // max(1, -(-steps // most))) or 1

    def _gathered(self, rows: np.ndarray, size: int) -> Arrays:
        """Samples on the device at the beginning of arrays of `size` samples."""
        return jax.tree.map(lambda array, dtype: _gather(array, rows, size, dtype), self.arrays, self.dtypes)

    def _changed(self, arrays: Arrays) -> Arrays:
        return arrays if self.change is None else (self.change(arrays[0]), *arrays[1:])


def _gather(array: np.ndarray, rows: np.ndarray, size: int, dtype: np.dtype) -> jax.Array:
    out = _room((size, *array.shape[1:]), dtype)
    # np.take is several times faster than an index, but copies what it does not find contiguous.
    quick = array.dtype == dtype and array.flags.c_contiguous
    for start in range(0, len(rows), _PIECE):
        piece = slice(start, min(start + _PIECE, len(rows)))
        if quick:
            np.take(array, rows[piece], axis=0, out=out[piece], mode="clip")
        else:
            out[piece] = array[rows[piece]]
    return jax.device_put(out)


def _room(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Pages straight from the system: JAX takes them without a copy, and they go back the moment nobody needs them."""
    count = int(np.prod(shape))
    return np.frombuffer(mmap.mmap(-1, max(1, count * dtype.itemsize)), dtype, count).reshape(shape)


def _one_ahead(make: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[Made]:
    """`map(make, items)`, the next result being made by a thread while one is in use."""
    with ThreadPoolExecutor(1) as pool:
        coming: Future[Made] | None = None
        for item in items:
            ready, coming = coming, pool.submit(make, item)
            if ready is not None:
                yield ready.result()
        if coming is not None:
            yield coming.result()
