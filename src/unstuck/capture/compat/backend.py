"""`keras.backend` as Keras 1 and 2 had it: the functions of tensors that scripts call, on `keras.ops`.

Activations and losses are Keras' own objects, so that a recipe can name them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from unstuck.capture.compat.randomness import seed_here

_ACTIVATIONS = (*("elu", "hard_sigmoid", "relu", "sigmoid", "softmax", "softplus", "softsign", "tanh"),)
# Functions that have the same meaning today.
_OPERATIONS = (
    *("abs", "all", "any", "arange", "argmax", "argmin", "cast", "cos"),
    *("equal", "exp", "eye", "greater", "greater_equal", "in_top_k", "is_tensor"),
    *("less", "less_equal", "log", "logsumexp", "max", "maximum", "mean", "min", "minimum"),
    *("not_equal", "one_hot", "ones", "ones_like", "prod", "reshape", "round", "shape", "sign"),
    *("sin", "square", "squeeze", "stack", "std", "stop_gradient", "sum", "tile", "transpose"),
    *("var", "zeros", "zeros_like"),
)

_Tensor = Any
_TINY = 1e-12


def __getattr__(name: str) -> Any:
    """What is unchanged; a function that is written below comes first."""
    if name in _ACTIVATIONS:
        return getattr(keras.activations, name)
    if name in _OPERATIONS:
        return getattr(ops, name)
    raise AttributeError(f"keras.backend has no {name!r}", name=name)


def image_dim_ordering() -> str:
    """`tf` or `th`."""
    return "th" if keras.config.image_data_format() == "channels_first" else "tf"


def set_image_dim_ordering(ordering: str) -> None:
    """`tf` or `th`."""
    keras.config.set_image_data_format("channels_first" if ordering == "th" else "channels_last")


def clip(x: _Tensor, min_value: Any, max_value: Any) -> _Tensor:
    """Args: min_value, max_value: None for no bound."""
    low, high = (-np.inf if min_value is None else min_value), (np.inf if max_value is None else max_value)
    return ops.clip(x, low, high)


def sqrt(x: _Tensor) -> _Tensor:
    """The root, of negative numbers 0, as Keras 2 had it."""
    return ops.sqrt(ops.maximum(x, 0))


def pow(x: _Tensor, a: Any) -> _Tensor:
    """x to the power a."""
    return ops.power(x, a)


def dot(x: _Tensor, y: _Tensor) -> _Tensor:
    """The last axis of x with the last but one of y."""
    return ops.dot(x, y)


def batch_dot(x: _Tensor, y: _Tensor, axes: Any = None) -> _Tensor:
    """Products sample by sample, as the layer `Dot`."""
    if axes is None:
        axes = (len(x.shape) - 1, max(len(y.shape) - 2, 1))
    return keras.layers.Dot(axes=axes)([x, y])


def batch_flatten(x: _Tensor) -> _Tensor:
    """(n, …) to (n, product of the rest)."""
    return ops.reshape(x, (-1, int(np.prod(x.shape[1:]))))


def expand_dims(x: _Tensor, axis: int = -1) -> _Tensor:
    """With one more axis, the last unless told."""
    return ops.expand_dims(x, axis)


def concatenate(tensors: Sequence[_Tensor], axis: int = -1) -> _Tensor:
    """Tensors joined along the last axis, or another."""
    return ops.concatenate(list(tensors), axis=axis)


def cumsum(x: _Tensor, axis: int = 0) -> _Tensor:
    """Sums of all entries so far."""
    return ops.cumsum(x, axis=axis)


def flatten(x: _Tensor) -> _Tensor:
    """All of it on one axis."""
    return ops.reshape(x, (-1,))


def permute_dimensions(x: _Tensor, pattern: Sequence[int]) -> _Tensor:
    """Axes in another order."""
    return ops.transpose(x, pattern)


def repeat(x: _Tensor, n: int) -> _Tensor:
    """(batch, d) to (batch, n, d)."""
    return ops.repeat(ops.expand_dims(x, 1), n, axis=1)


def repeat_elements(x: _Tensor, rep: int, axis: int) -> _Tensor:
    """Every element of an axis so many times."""
    return ops.repeat(x, rep, axis=axis)


def reverse(x: _Tensor, axes: Any) -> _Tensor:
    """Axes backwards."""
    return ops.flip(x, axes)


def gather(reference: _Tensor, indices: _Tensor) -> _Tensor:
    """Rows by number."""
    return ops.take(reference, indices, axis=0)


def l2_normalize(x: _Tensor, axis: Any = None) -> _Tensor:
    """x over its length along an axis."""
    return x / ops.sqrt(ops.maximum(ops.sum(ops.square(x), axis=axis, keepdims=True), _TINY))


def bias_add(x: _Tensor, bias: _Tensor, data_format: Any = None) -> _Tensor:
    """x with a bias on its last axis."""
    return x + bias


def dropout(x: _Tensor, level: float, noise_shape: Any = None, seed: Any = None) -> _Tensor:
    """Some entries 0 and the others larger."""
    return keras.random.dropout(x, level, noise_shape, seed_here(seed))


def switch(condition: _Tensor, then_expression: Any, else_expression: Any) -> _Tensor:
    """One or the other, entry by entry."""
    then, other = (each() if callable(each) else each for each in (then_expression, else_expression))
    return ops.where(condition, then, other)


def binary_crossentropy(target: _Tensor, output: _Tensor, from_logits: bool = False) -> _Tensor:
    """Entry by entry."""
    return ops.binary_crossentropy(target, output, from_logits=from_logits)


def categorical_crossentropy(target: _Tensor, output: _Tensor, from_logits: bool = False, axis: int = -1) -> _Tensor:
    """Sample by sample, of one-hot targets."""
    return ops.categorical_crossentropy(target, output, from_logits=from_logits, axis=axis)


def sparse_categorical_crossentropy(
    target: _Tensor, output: _Tensor, from_logits: bool = False, axis: int = -1
) -> _Tensor:
    """Sample by sample, of class numbers."""
    return ops.sparse_categorical_crossentropy(target, output, from_logits=from_logits, axis=axis)


def random_normal(
    shape: Any, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None, seed: Any = None, std: float | None = None
) -> _Tensor:
    """Normally distributed numbers, new ones at every call; `std` is what Keras 1 called the deviation."""
    return keras.random.normal(_whole(shape), mean, stddev if std is None else std, dtype, seed_here(seed))


def random_uniform(
    shape: Any,
    minval: float = 0.0,
    maxval: float = 1.0,
    dtype: Any = None,
    seed: Any = None,
    low: float | None = None,
    high: float | None = None,
) -> _Tensor:
    """Evenly distributed numbers, new ones at every call; `low` and `high` are Keras 1's names."""
    lowest, highest = minval if low is None else low, maxval if high is None else high
    return keras.random.uniform(_whole(shape), lowest, highest, dtype, seed_here(seed))


def random_binomial(shape: Any, p: float = 0.0, dtype: Any = None, seed: Any = None) -> _Tensor:
    """Ones with probability p, else zeros."""
    return ops.cast(keras.random.uniform(_whole(shape), seed=seed_here(seed)) < p, dtype or keras.config.floatx())


random_bernoulli = random_binomial


def truncated_normal(shape: Any, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None, seed: Any = None) -> Any:
    """Normally distributed numbers within two deviations."""
    return keras.random.truncated_normal(_whole(shape), mean, stddev, dtype, seed_here(seed))


def _whole(shape: Any) -> tuple[Any, ...]:
    return tuple(shape) if isinstance(shape, list | tuple) else tuple(np.asarray(shape).tolist())


def int_shape(x: _Tensor) -> tuple[int | None, ...]:
    """The shape, None where it is open."""
    return tuple(x.shape)


get_variable_shape = int_shape


def ndim(x: _Tensor) -> int:
    """The number of axes."""
    return len(x.shape)


def count_params(x: _Tensor) -> int:
    """The number of entries."""
    return int(np.prod(x.shape))


def dtype(x: _Tensor) -> str:
    """The dtype's name."""
    return keras.backend.standardize_dtype(x.dtype)


def cast_to_floatx(x: Any) -> Any:
    """In Keras' own float type."""
    return (
        np.asarray(x, keras.config.floatx()) if isinstance(x, list | np.ndarray) else ops.cast(x, keras.config.floatx())
    )


def map_fn(fn: Callable[..., Any], elems: Any, name: Any = None, dtype: Any = None) -> _Tensor:
    """A function of every element along the first axis."""
    return ops.map(fn, elems)


def resize_images(x: _Tensor, height_factor: int, width_factor: int, data_format: Any = None, **_: Any) -> _Tensor:
    """Images so many times as high and wide."""
    return keras.layers.UpSampling2D((height_factor, width_factor), data_format=data_format)(x)


def print_tensor(x: _Tensor, message: str = "") -> _Tensor:
    """x as it came."""
    return x
