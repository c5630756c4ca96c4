"""The `tf.*` that data preparation, losses and metrics use, on `keras.ops`; for where TensorFlow is not installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import jax
import keras
import numpy as np
from keras import ops

from unstuck.capture.compat.quiet import Quiet
from unstuck.capture.compat.randomness import seed_here
from unstuck.capture.compat.text import is_text, text_of

__version__ = "2.20.0"  # that this stands in for
newaxis = None
Tensor = jax.Array
EagerTensor = jax.Array
Module = object
DType = np.dtype
RaggedTensor = SparseTensor = type(None)
float16, float32, float64, bfloat16 = "float16", "float32", "float64", "bfloat16"
int8, int16, int32, int64 = "int8", "int16", "int32", "int64"
uint8, uint16, uint32, uint64 = "uint8", "uint16", "uint32", "uint64"
bool, string = "bool", "str"

_Tensor = Any


def constant(value: Any, dtype: Any = None, shape: Any = None, name: str | None = None) -> Any:
    """A tensor; of text a NumPy array."""
    array = np.asarray(value)
    if array.dtype.kind not in "biufc":
        return text_of(array) if is_text(array) else array
    if dtype is None and array.dtype == np.float64 and not hasattr(value, "dtype"):
        dtype = "float32"  # Python's own numbers
    tensor = ops.convert_to_tensor(array, dtype=dtype)
    return tensor if shape is None else ops.broadcast_to(ops.reshape(tensor, (-1,)) if tensor.ndim else tensor, shape)


def convert_to_tensor(value: Any, dtype: Any = None, dtype_hint: Any = None, name: str | None = None) -> Any:
    """A tensor."""
    return ops.convert_to_tensor(value, dtype) if isinstance(value, keras.KerasTensor) else constant(value, dtype)


def cast(x: Any, dtype: Any, name: str | None = None) -> _Tensor:
    """x in another dtype."""
    return ops.cast(x, dtype)


def concat(values: Sequence[_Tensor], axis: int = 0, name: str | None = None) -> _Tensor:
    """Tensors joined along an axis."""
    return ops.concatenate(list(values), axis=axis)


def one_hot(indices: Any, depth: int, on_value: Any = 1.0, off_value: Any = 0.0, axis: int = -1, **_: Any) -> _Tensor:
    """Rows of zeros with a one."""
    rows = ops.one_hot(indices, depth, axis=axis)
    return rows if (on_value, off_value) == (1.0, 0.0) else rows * (on_value - off_value) + off_value


def clip_by_value(t: _Tensor, clip_value_min: Any, clip_value_max: Any, name: str | None = None) -> _Tensor:
    """Between bounds."""
    return ops.clip(t, clip_value_min, clip_value_max)


def gather(params: _Tensor, indices: _Tensor, axis: int = 0, **_: Any) -> _Tensor:
    """Entries by number."""
    return ops.take(params, indices, axis=axis)


def range(*bounds: Any, dtype: Any = None, **named: Any) -> _Tensor:
    """Numbers from, to, by."""
    return ops.arange(*bounds, *named.values(), dtype=dtype)


def fill(dims: Any, value: Any) -> _Tensor:
    """One value everywhere."""
    return ops.full(dims, value)


def is_tensor(x: Any) -> Any:
    """Whether it is one."""
    return ops.is_tensor(x)


def Variable(initial_value: Any = None, trainable: Any = True, dtype: Any = None, **_: Any) -> keras.Variable:
    """Keras' own."""
    value = np.asarray(initial_value() if callable(initial_value) else initial_value)
    dtype = dtype or ("float32" if value.dtype == np.float64 else None)
    return keras.Variable(value.astype(dtype) if dtype else value, trainable=trainable, dtype=dtype)


def function(*args: Any, **_: Any) -> Any:
    """The function itself: JAX compiles where Keras tells it to."""
    return args[0] if args and callable(args[0]) else (lambda each: each)


def py_function(func: Callable[..., Any], inp: Sequence[Any], Tout: Any = None, **_: Any) -> Any:
    """The function, called."""
    return func(*inp)


numpy_function = py_func = py_function


def set_seed(seed: int) -> None:
    """Keras' random numbers begin anew; Python's and NumPy's own are left alone."""
    from keras.src.backend.common import global_state
    from keras.src.utils import rng_utils

    global_state.set_global_attribute(rng_utils.GLOBAL_RANDOM_SEED, seed)
    global_state.set_global_attribute("global_seed_generator", None)


set_random_seed = set_seed


def normal(shape: Any, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None, seed: Any = None) -> _Tensor:
    """Normally distributed numbers."""
    return keras.random.normal(_shape(shape), mean, stddev, dtype, seed_here(seed))


def uniform(shape: Any, minval: float = 0, maxval: float | None = None, dtype: Any = None, seed: Any = None) -> Any:
    """Evenly distributed numbers."""
    if dtype is not None and "int" in str(dtype):
        return keras.random.randint(_shape(shape), minval, maxval, dtype, seed_here(seed))
    return keras.random.uniform(_shape(shape), minval, 1.0 if maxval is None else maxval, dtype, seed_here(seed))


random_normal, random_uniform = normal, uniform


def truncated_normal(shape: Any, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None, seed: Any = None) -> Any:
    """Normally distributed numbers within two deviations."""
    return keras.random.truncated_normal(_shape(shape), mean, stddev, dtype, seed_here(seed))


def _shape(shape: Any) -> tuple[int, ...]:
    return tuple(int(size) for size in np.atleast_1d(np.asarray(shape)))


def softmax_cross_entropy_with_logits(labels: Any, logits: Any, axis: int = -1, **_: Any) -> _Tensor:
    """Sample by sample."""
    return ops.categorical_crossentropy(labels, logits, from_logits=True, axis=axis)


def sparse_softmax_cross_entropy_with_logits(labels: Any, logits: Any, **_: Any) -> _Tensor:
    """Sample by sample."""
    return ops.sparse_categorical_crossentropy(labels, logits, from_logits=True)


def sigmoid_cross_entropy_with_logits(labels: Any, logits: Any, **_: Any) -> _Tensor:
    """Entry by entry."""
    return ops.binary_crossentropy(labels, logits, from_logits=True)


def l2_loss(t: _Tensor) -> _Tensor:
    """Half the sum of squares."""
    return ops.sum(ops.square(t)) / 2


def decode_png(contents: Any, channels: int = 0, **_: Any) -> np.ndarray:
    """An image file's pixels, uint8 (height, width, channels)."""
    import io

    from PIL import Image

    image = Image.open(io.BytesIO(contents))
    pixels = np.asarray(image.convert({1: "L", 3: "RGB", 4: "RGBA"}.get(channels, image.mode)))
    return pixels if pixels.ndim == 3 else pixels[..., None]


decode_jpeg = decode_image = decode_png


def read_file(filename: Any) -> bytes:
    """A file's content."""
    with open(str(filename), "rb") as file:
        return file.read()


def resize(images: Any, size: Any, method: str = "bilinear", **_: Any) -> _Tensor:
    """Images of another size, float32."""
    return ops.image.resize(ops.cast(images, "float32"), tuple(size), interpolation=str(method))


def convert_image_dtype(image: Any, dtype: Any, **_: Any) -> _Tensor:
    """Whole numbers of a dtype's range to 0…1."""
    array = ops.convert_to_tensor(image)
    limit = np.iinfo(np.asarray(image).dtype).max if "int" in str(array.dtype) else 1
    return ops.cast(array, dtype) / limit


def rgb_to_grayscale(images: Any, **_: Any) -> _Tensor:
    """One channel."""
    return ops.image.rgb_to_grayscale(ops.cast(images, "float32"))


def flip_left_right(image: _Tensor) -> _Tensor:
    """Mirrored."""
    return ops.flip(image, -2)


def flip_up_down(image: _Tensor) -> _Tensor:
    """Upside down."""
    return ops.flip(image, -3)


def random_flip_left_right(image: _Tensor, seed: Any = None) -> _Tensor:
    """Mirrored or not."""
    return flip_left_right(image) if np.random.random() < 0.5 else image


def device(*_: Any, **__: Any) -> Quiet:
    """A block that changes nothing: there is one device."""
    return Quiet()


def name_scope(*_: Any, **__: Any) -> Quiet:
    """A block that changes nothing."""
    return Quiet()


variable_scope = control_dependencies = name_scope


def list_local_devices(*_: Any, **__: Any) -> list[Any]:
    """No devices to choose from."""
    return []


def executing_eagerly() -> Any:
    """True, as in TensorFlow 2."""
    return True


@contextmanager
def arrays_have_numpy() -> Iterator[None]:
    """Inside, JAX arrays have TensorFlow's `numpy()`, and `get_shape()`."""
    from jax._src.array import ArrayImpl

    from unstuck.capture.replacing import replaced

    with (
        replaced(ArrayImpl, "numpy", lambda self: np.asarray(self)),
        replaced(ArrayImpl, "get_shape", lambda self: self.shape),
    ):
        yield
