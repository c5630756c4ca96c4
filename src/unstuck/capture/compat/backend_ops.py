"""More of `keras.backend`: convolutions, padding, CTC."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import ops

_Tensor = Any


def identity(x: _Tensor, name: Any = None) -> _Tensor:
    """As it is."""
    return x


def conv1d(
    x: _Tensor, kernel: _Tensor, strides: Any = 1, padding: str = "valid", data_format: Any = None, **_: Any
) -> Any:
    """A convolution over (n, steps, channels)."""
    return ops.conv(x, kernel, strides=strides, padding=padding, data_format=data_format)


def conv2d(
    x: _Tensor, kernel: _Tensor, strides: Any = (1, 1), padding: str = "valid", data_format: Any = None, **_: Any
) -> _Tensor:
    """A convolution over (n, rows, columns, channels)."""
    return ops.conv(x, kernel, strides=strides, padding=padding, data_format=data_format)


def depthwise_conv2d(
    x: _Tensor,
    depthwise_kernel: _Tensor,
    strides: Any = (1, 1),
    padding: str = "valid",
    data_format: Any = None,
    **_: Any,
) -> _Tensor:
    """A convolution of each channel by itself."""
    return ops.depthwise_conv(x, depthwise_kernel, strides=strides, padding=padding, data_format=data_format)


def pool2d(
    x: _Tensor,
    pool_size: Any,
    strides: Any = (1, 1),
    padding: str = "valid",
    data_format: Any = None,
    pool_mode: str = "max",
) -> _Tensor:
    """The largest or the mean value of each window."""
    pool = ops.max_pool if pool_mode == "max" else ops.average_pool
    return pool(x, pool_size, strides=strides, padding=padding, data_format=data_format)


def temporal_padding(x: _Tensor, padding: Any = (1, 1)) -> _Tensor:
    """Zeros before and after (n, steps, channels)."""
    return ops.pad(x, ((0, 0), tuple(padding), (0, 0)))


def spatial_2d_padding(x: _Tensor, padding: Any = ((1, 1), (1, 1)), data_format: Any = None) -> _Tensor:
    """Zeros around images."""
    around = [tuple(each) for each in padding]
    first = (data_format or keras.config.image_data_format()) == "channels_first"
    return ops.pad(x, [(0, 0), (0, 0), *around] if first else [(0, 0), *around, (0, 0)])


def batch_normalization(
    x: _Tensor, mean: _Tensor, var: _Tensor, beta: _Tensor, gamma: _Tensor, axis: int = -1, epsilon: float = 1e-3
) -> _Tensor:
    """With a given mean and variance."""
    return (x - mean) / ops.sqrt(var + epsilon) * gamma + beta


def moving_average_update(x: Any, value: _Tensor, momentum: float) -> Any:
    """A variable a little nearer to a value."""
    x.assign(x * momentum + value * (1.0 - momentum))
    return x


def random_uniform_variable(
    shape: Any, low: float, high: float, dtype: Any = None, name: Any = None, seed: Any = None
) -> Any:
    """A variable of evenly distributed numbers."""
    return keras.Variable(keras.random.uniform(shape, low, high, seed=seed), dtype=dtype)


def foldl(fn: Callable[[Any, Any], Any], elems: _Tensor, initializer: Any = None, name: Any = None) -> _Tensor:
    """The function of what there is so far and each next entry."""
    entries = list(elems)
    result = entries.pop(0) if initializer is None else initializer
    for entry in entries:
        result = fn(result, entry)
    return result


def is_sparse(tensor: Any) -> bool:
    """No tensor is, here."""
    return False


def to_dense(tensor: _Tensor) -> _Tensor:
    """As it is."""
    return tensor


def name_scope(*_: Any, **__: Any) -> Any:
    """A block that changes nothing."""
    from unstuck.capture.compat.quiet import Quiet

    return Quiet()


def ctc_batch_cost(y_true: _Tensor, y_pred: _Tensor, input_length: _Tensor, label_length: _Tensor) -> _Tensor:
    """The CTC loss (n, 1) of probabilities (n, steps, classes) whose last class is the blank."""
    logits = ops.log(y_pred + keras.config.epsilon())
    logits = ops.roll(logits, 1, axis=-1)  # Keras 3 has the blank first
    losses = ops.ctc_loss(
        ops.cast(y_true, "int32") + 1,
        logits,
        ops.cast(ops.reshape(label_length, (-1,)), "int32"),
        ops.cast(ops.reshape(input_length, (-1,)), "int32"),
        mask_index=0,
    )
    return ops.expand_dims(losses, 1)


def ctc_decode(
    y_pred: _Tensor, input_length: Any, greedy: bool = True, beam_width: int = 100, top_paths: int = 1
) -> tuple[list[_Tensor], _Tensor]:
    """The labels (n, length), filled up with -1, and their log probabilities."""
    lengths = ops.cast(ops.reshape(input_length, (-1,)), "int32")
    options = {} if greedy else {"beam_width": beam_width, "top_paths": top_paths}
    classes = int(np.shape(y_pred)[-1])
    strategy = "greedy" if greedy else "beam_search"
    logits = ops.log(y_pred + keras.config.epsilon())
    decoded, scores = ops.ctc_decode(logits, lengths, strategy=strategy, mask_index=classes - 1, **options)
    return [*decoded], scores
