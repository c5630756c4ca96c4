"""The `tf.*` that `keras.ops` has not, or has under another meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import jax
import keras
import numpy as np
from keras import ops

from unstuck.capture.compat.randomness import seed_here
from unstuck.capture.compat.text import is_text, text_of

_Tensor = Any


class TensorSpec(NamedTuple):
    """A tensor's shape and dtype."""

    shape: Any = None
    dtype: Any = "float32"
    name: str | None = None


RaggedTensorSpec = SparseTensorSpec = TensorSpec


def print_(*values: Any, output_stream: Any = None, summarize: Any = None, sep: str = " ", end: str = "\n") -> None:
    """Python's own; of tensors in a compiled step their values at that time."""
    if any(isinstance(value, jax.core.Tracer) for value in values):
        jax.debug.print(sep.join("{}" for _ in values), *values)
    else:
        print(*(np.asarray(value) if ops.is_tensor(value) else value for value in values), sep=sep, end=end)


def expand_dims(input: Any, axis: int, name: str | None = None) -> Any:
    """With one more axis; text too."""
    return np.expand_dims(input, axis) if is_text(input) else ops.expand_dims(input, axis)


def squeeze(input: Any, axis: Any = None, name: str | None = None) -> Any:
    """Without axes of one entry; text too."""
    return np.squeeze(input, axis) if is_text(input) else ops.squeeze(input, axis)


def reshape(tensor: Any, shape: Any, name: str | None = None) -> Any:
    """In another shape; text too."""
    return np.reshape(tensor, shape) if is_text(tensor) else ops.reshape(tensor, shape)


def argmax(input: Any, axis: int | None = None, output_type: Any = "int64", name: str | None = None) -> _Tensor:
    """The place of the largest value along the first axis, or another."""
    return ops.argmax(input, axis=axis or 0)


def argmin(input: Any, axis: int | None = None, output_type: Any = "int64", name: str | None = None) -> _Tensor:
    """The place of the smallest value along the first axis, or another."""
    return ops.argmin(input, axis=axis or 0)


def transpose(a: Any, perm: Any = None, conjugate: bool = False, name: str | None = None) -> _Tensor:
    """With its axes in another order."""
    return ops.transpose(a, axes=perm)


def boolean_mask(tensor: Any, mask: Any, axis: int = 0, name: str | None = None) -> np.ndarray:
    """The entries where the mask is true."""
    return np.asarray(tensor)[(slice(None),) * axis + (np.asarray(mask, dtype=bool),)]


def reverse(tensor: Any, axis: Any, name: str | None = None) -> _Tensor:
    """Back to front along some axes."""
    return ops.flip(tensor, axis=tuple(np.atleast_1d(axis).tolist()))


def gather_nd(params: Any, indices: Any, batch_dims: int = 0, name: str | None = None) -> _Tensor:
    """Entries by their places in several axes."""
    places = ops.convert_to_tensor(indices, dtype="int32")
    return ops.convert_to_tensor(params)[tuple(ops.moveaxis(places, -1, 0))]


def map_fn(fn: Callable[..., Any], elems: Any, dtype: Any = None, **_: Any) -> _Tensor:
    """The function of each entry along the first axis."""
    return ops.map(fn, elems)


def ensure_shape(x: _Tensor, shape: Any, name: str | None = None) -> _Tensor:
    """As it is."""
    return x


def sequence_mask(lengths: Any, maxlen: int | None = None, dtype: Any = "bool", name: str | None = None) -> _Tensor:
    """True for as many entries as each length says."""
    maxlen = int(np.max(np.asarray(lengths))) if maxlen is None else maxlen
    return ops.cast(ops.arange(maxlen) < ops.expand_dims(ops.cast(lengths, "int32"), -1), dtype)


def confusion_matrix(labels: Any, predictions: Any, num_classes: int | None = None, **_: Any) -> np.ndarray:
    """Counts (true class, predicted class)."""
    labels, predictions = np.asarray(labels).astype(int).ravel(), np.asarray(predictions).astype(int).ravel()
    size = num_classes or int(max(labels.max(), predictions.max())) + 1
    return np.bincount(labels * size + predictions, minlength=size * size).reshape(size, size).astype("int32")


def squared_difference(x: Any, y: Any, name: str | None = None) -> _Tensor:
    """Entry by entry."""
    return ops.square(ops.subtract(x, y))


def add_n(inputs: Sequence[_Tensor], name: str | None = None) -> _Tensor:
    """The sum of tensors."""
    return sum(inputs[1:], inputs[0])


def reduce_euclidean_norm(input_tensor: Any, axis: Any = None, keepdims: bool = False) -> _Tensor:
    """The root of the sum of squares."""
    return ops.sqrt(ops.sum(ops.square(input_tensor), axis=axis, keepdims=keepdims))


def shuffle(value: _Tensor, seed: Any = None, name: str | None = None) -> _Tensor:
    """In another order along the first axis."""
    return keras.random.shuffle(ops.convert_to_tensor(value), seed=seed_here(seed))


def categorical(logits: _Tensor, num_samples: int, dtype: Any = "int64", seed: Any = None, **_: Any) -> _Tensor:
    """Class numbers drawn with these log probabilities."""
    return keras.random.categorical(logits, num_samples, seed=seed_here(seed))


def bias_add(value: _Tensor, bias: _Tensor, data_format: Any = None, name: str | None = None) -> _Tensor:
    """The sum."""
    return ops.add(value, bias)


def conv2d(input: _Tensor, filters: _Tensor, strides: Any, padding: str = "VALID", **_: Any) -> _Tensor:
    """A convolution (n, rows, columns, channels)."""
    strides = strides if isinstance(strides, int) else tuple(strides[1:3] if len(strides) == 4 else strides)
    return ops.conv(input, filters, strides=strides, padding=padding.lower(), data_format="channels_last")


def embedding_lookup(params: _Tensor, ids: Any, **_: Any) -> _Tensor:
    """Rows by number."""
    return ops.take(params, ids, axis=0)


def weighted_cross_entropy_with_logits(labels: Any, logits: Any, pos_weight: Any, name: str | None = None) -> _Tensor:
    """Entry by entry; the ones count `pos_weight` times."""
    weight = 1 + (pos_weight - 1) * labels
    return (1 - labels) * logits + weight * (ops.log1p(ops.exp(-ops.abs(logits))) + ops.relu(-logits))


def as_string(input: Any, **_: Any) -> Any:
    """Numbers as text."""
    return text_of(np.asarray(input))


def assert_equal(*_: Any, **__: Any) -> None:
    """Nothing: such a check stops a program and does not change it."""


assert_rank = assert_shapes = assert_greater = assert_less = assert_non_negative = assert_equal
