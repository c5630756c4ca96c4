"""`tf.data` on NumPy: a pipeline is remembered, and becomes arrays where it can."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import jax
import keras
import numpy as np

from unstuck.capture.compat.text import is_text, text_of

AUTOTUNE = -1
_ENOUGH = 100_000_000  # of an endless `repeat`


@dataclass(frozen=True, eq=False)
class Dataset:
    """A pipeline: where its elements come from, and in what batches they leave it.

    Args:
        elements: begins a new pass over single elements.
        arrays: the same elements stacked along a first axis, as a nest of arrays, where they are at hand.
        batch_size: of the batches; 0 while elements are still single.
        class_names: of the folders that the images are from.
    """

    elements: Callable[[], Iterator[Any]]
    arrays: Any = None
    batch_size: int = 0
    drop_remainder: bool = False
    shuffles: bool = False
    repeats: int = 1
    class_names: Any = None

    @classmethod
    def from_tensor_slices(cls, tensors: Any, name: Any = None) -> Dataset:
        """One element for each entry along the first axis."""
        arrays = jax.tree_util.tree_map(np.asarray, tensors, is_leaf=lambda each: isinstance(each, list))
        return cls._of(arrays)

    @classmethod
    def _of(cls, arrays: Any, **kept: Any) -> Dataset:
        count = len(jax.tree_util.tree_leaves(arrays)[0])
        return cls(lambda: (_at(arrays, index) for index in range(count)), arrays, **kept)

    @classmethod
    def from_tensors(cls, tensors: Any, name: Any = None) -> Dataset:
        """One element."""
        return cls(lambda: iter([tensors]))

    @classmethod
    def from_generator(cls, generator: Callable[..., Any], *_: Any, args: Any = (), **__: Any) -> Dataset:
        """What a function yields."""
        return cls(lambda: iter(generator(*(args or ()))))

    @classmethod
    def range(cls, *bounds: int, **_: Any) -> Dataset:
        """Whole numbers."""
        return cls.from_tensor_slices(np.arange(*bounds))

    @classmethod
    def zip(cls, *datasets: Any) -> Dataset:
        """Elements of several side by side."""
        parts = datasets[0] if len(datasets) == 1 else datasets
        if all(part.arrays is not None and not part.batch_size for part in parts):
            return cls._of(tuple(part.arrays for part in parts))
        return cls(lambda: zip(*(iter(part) for part in parts), strict=False))

    def map(self, function: Callable[..., Any], *_: Any, **__: Any) -> Dataset:
        """Each element through a function; of arrays at once where the function allows it."""

        def call(element: Any) -> Any:
            return function(*element) if isinstance(element, tuple) else function(element)

        if self.batch_size:
            return Dataset(lambda: (call(batch) for batch in self), None, 0)._batched(self)
        arrays = None if self.arrays is None else _vectorized(call, self.arrays)
        if arrays is not None:
            return Dataset._of(arrays, shuffles=self.shuffles, repeats=self.repeats)
        return replace(self, elements=lambda: map(call, self.elements()), arrays=None)

    def _batched(self, like: Dataset) -> Dataset:
        """Batches that come ready made: apart again, and remembered as batches of that size."""
        whole = list(self.elements()) if like.repeats == 1 and like.arrays is not None else None
        if whole is None:
            return replace(self, batch_size=-1)
        arrays = jax.tree_util.tree_map(lambda *parts: np.concatenate([np.asarray(p) for p in parts]), *whole)
        return Dataset._of(arrays, batch_size=like.batch_size, shuffles=like.shuffles)

    def batch(self, batch_size: int, drop_remainder: bool = False, **_: Any) -> Dataset:
        """Elements stacked by so many."""
        return replace(self, batch_size=int(batch_size), drop_remainder=drop_remainder)

    padded_batch = batch

    def unbatch(self) -> Dataset:
        """Single elements again."""
        return replace(self, batch_size=0)

    def named(self, class_names: Any, shuffles: bool) -> Dataset:
        """Images of a folder, with the names of its classes."""
        return replace(self, class_names=class_names, shuffles=shuffles)

    def shuffle(self, *_: Any, **__: Any) -> Dataset:
        """A new order at every pass."""
        return replace(self, shuffles=True)

    def repeat(self, count: int | None = None) -> Dataset:
        """Passes one after the other; for ever without a count."""
        return replace(self, repeats=_ENOUGH if count in (None, -1) else self.repeats * int(count))

    def take(self, count: int) -> Dataset:
        """The first elements, or batches."""
        return self._cut(0, count)

    def skip(self, count: int) -> Dataset:
        """All but the first elements, or batches."""
        return self._cut(count, None)

    def _cut(self, first: int, count: int | None) -> Dataset:
        size = max(self.batch_size, 1)
        stop = None if count is None or count < 0 else (first + count) * size
        if self.arrays is not None:
            arrays = jax.tree_util.tree_map(lambda array: array[first * size : stop], self.arrays)
            return replace(Dataset._of(arrays), batch_size=self.batch_size, shuffles=self.shuffles)
        return replace(self, elements=lambda: itertools.islice(self.elements(), first * size, stop))

    def concatenate(self, other: Dataset) -> Dataset:
        """This one, then the other."""
        return Dataset(lambda: itertools.chain(self.elements(), other.elements()), batch_size=self.batch_size)

    def filter(self, predicate: Callable[..., Any], **_: Any) -> Dataset:
        """Those elements that a function says yes to."""

        def kept(element: Any) -> bool:
            return bool(predicate(*element) if isinstance(element, tuple) else predicate(element))

        return Dataset(lambda: filter(kept, self.elements()))

    def window(self, size: int, shift: int | None = None, stride: int = 1, drop_remainder: bool = False) -> Dataset:
        """Elements as pipelines of neighbours."""
        everything = list(self.elements())
        starts = range(0, len(everything), size if shift is None else shift)
        pieces = [everything[start : start + size * stride : stride] for start in starts]
        kept = [piece for piece in pieces if len(piece) == size or not drop_remainder]
        return Dataset(lambda: (_pipeline(piece) for piece in kept))

    def flat_map(self, function: Callable[..., Any]) -> Dataset:
        """The elements of the pipelines that a function makes, one after the other."""

        def flat() -> Iterator[Any]:
            for element in self.elements():
                yield from function(*element) if isinstance(element, tuple) else function(element)

        return Dataset(flat)

    def interleave(self, map_func: Callable[..., Any], *_: Any, **__: Any) -> Dataset:
        """As `flat_map`."""
        return self.flat_map(map_func)

    @classmethod
    def list_files(cls, file_pattern: Any, shuffle: bool | None = None, seed: Any = None) -> Dataset:
        """The names of files."""
        from unstuck.capture.compat.gfile import glob

        files = cls.from_tensor_slices(np.asarray(glob(file_pattern)))
        return files if shuffle is False else files.shuffle()

    def _same(self, *_: Any, **__: Any) -> Dataset:
        return self

    prefetch = cache = with_options = apply = _same

    def as_numpy_iterator(self) -> Iterator[Any]:
        """What iteration gives."""
        return iter(self)

    def cardinality(self) -> Any:
        """The number of elements, or batches."""
        return np.int64(len(self))

    @property
    def element_spec(self) -> Any:
        """Shapes and dtypes of an element."""
        return jax.tree_util.tree_map(lambda array: keras.KerasTensor(np.shape(array), _dtype(array)), next(iter(self)))

    def __len__(self) -> int:
        if self.arrays is None:
            return sum(1 for _ in self)
        count, size = len(jax.tree_util.tree_leaves(self.arrays)[0]), max(self.batch_size, 1)
        return (count // size if self.drop_remainder else -(-count // size)) * self.repeats

    def __iter__(self) -> Iterator[Any]:
        for _ in range(self.repeats):
            yield from self._pass()

    def _pass(self) -> Iterator[Any]:
        shuffled = self.elements()
        if self.shuffles:
            everything = list(shuffled)
            order = np.random.permutation(len(everything))
            shuffled = (everything[index] for index in order)
        if self.batch_size < 1:
            yield from jax.tree_util.tree_map(_tensor, list(shuffled)) if self.batch_size == 0 else shuffled
            return
        while batch := list(itertools.islice(shuffled, self.batch_size)):
            if len(batch) == self.batch_size or not self.drop_remainder:
                yield jax.tree_util.tree_map(lambda *parts: _tensor(np.stack([np.asarray(p) for p in parts])), *batch)

    def as_pair(self) -> tuple[np.ndarray, ...] | None:
        """Inputs, labels and perhaps weights as arrays, when there are such and the batches are plain."""
        if self.batch_size < 1:
            return None
        arrays = self.arrays
        if arrays is None and self.repeats < _ENOUGH:
            elements = list(self.elements())
            arrays = _stacked(elements)
        if not isinstance(arrays, tuple) or not all(isinstance(array, np.ndarray) for array in arrays):
            return None
        if self.drop_remainder:
            arrays = tuple(array[: len(array) // self.batch_size * self.batch_size] for array in arrays)
        return arrays

    def as_batches(self) -> keras.utils.PyDataset | Iterator[Any]:
        """What Keras' `fit` takes in a pipeline's place."""
        if self.repeats >= _ENOUGH:
            return (batch for batch in self)
        return _Batches(self)


class _Batches(keras.utils.PyDataset):
    """A pipeline's passes; each epoch is a new one."""

    def __init__(self, data: Dataset) -> None:
        super().__init__()
        self.data, self.batches = data, list(data)

    def __len__(self) -> int:
        return len(self.batches)

    def __getitem__(self, index: int) -> Any:
        return self.batches[index]

    def on_epoch_end(self) -> None:
        """Draws the next pass."""
        self.batches = list(self.data)


def _pipeline(elements: list[Any]) -> Dataset:
    columns = zip(*elements, strict=True) if isinstance(elements[0], tuple) else None
    return Dataset.from_tensor_slices(
        np.stack(elements) if columns is None else tuple(np.stack(column) for column in columns)
    )


def _at(arrays: Any, index: int) -> Any:
    return jax.tree_util.tree_map(lambda array: array[index], arrays)


def _dtype(array: Any) -> str:
    return str(np.asarray(array).dtype)


def _tensor(array: Any) -> Any:
    """Numbers as JAX arrays, which have `numpy()` while a script runs; text stays."""
    if np.asarray(array).dtype.kind in "biuf":
        return jax.numpy.asarray(array)
    return text_of(array) if is_text(np.asarray(array)) else array


def _stacked(elements: list[Any]) -> Any:
    if not elements or not isinstance(elements[0], tuple):
        return None
    try:
        return jax.tree_util.tree_map(lambda *parts: np.stack([np.asarray(part) for part in parts]), *elements)
    except ValueError:  # elements of several shapes
        return None


def _vectorized(call: Callable[[Any], Any], arrays: Any) -> Any:
    """The function over all elements at once, or None when it draws random numbers or is not JAX's kind."""
    if any(np.asarray(array).dtype.kind not in "biuf" for array in jax.tree_util.tree_leaves(arrays)):
        return None
    first = _at(arrays, 0)
    once, again = (jax.tree_util.tree_leaves(call(first)) for _ in range(2))
    if not all(np.array_equal(a, b) for a, b in zip(once, again, strict=True)):
        return None
    try:
        mapped = jax.vmap(call)(jax.tree_util.tree_map(jax.numpy.asarray, arrays))
    except (TypeError, ValueError, jax.errors.JAXTypeError):
        return None
    return jax.tree_util.tree_map(np.asarray, mapped)
