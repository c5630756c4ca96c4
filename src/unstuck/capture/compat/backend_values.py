"""`keras.backend` as Keras 1 and 2 had it: variables and their values, functions of a model, phases and sessions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

_Tensor = Any


def in_train_phase(x: Any, alt: Any, training: Any = None) -> _Tensor:
    """x in training, else alt."""
    chosen = x if training in (1, True) else alt
    return chosen() if callable(chosen) else chosen


def in_test_phase(x: Any, alt: Any, training: Any = None) -> _Tensor:
    """alt in training, else x."""
    return in_train_phase(alt, x, training)


def learning_phase() -> int:
    """0, the testing phase: layers are told by their `training` argument now."""
    return 0


def set_learning_phase(value: Any) -> None:
    """Nothing is left to set; see `learning_phase`."""


def variable(value: Any, dtype: Any = None, name: str | None = None, constraint: Any = None) -> keras.Variable:
    """A variable that begins with a value."""
    return keras.Variable(np.asarray(value, dtype or keras.config.floatx()), dtype=dtype or keras.config.floatx())


def constant(value: Any, dtype: Any = None, shape: Any = None, name: str | None = None) -> _Tensor:
    """A tensor of a value."""
    array = np.asarray(value, dtype or keras.config.floatx())
    return ops.convert_to_tensor(array if shape is None else np.broadcast_to(array, shape))


def placeholder(shape: Any = None, ndim: int | None = None, dtype: Any = None, **_: Any) -> keras.KerasTensor:
    """An input of a function to be made."""
    return keras.Input(batch_shape=shape or (None,) * (ndim or 1), dtype=dtype)


def function(inputs: Sequence[Any], outputs: Any, updates: Any = None, **_: Any) -> Callable[[Sequence[Any]], Any]:
    """From inputs (the learning phase among them) to outputs of a model, as NumPy arrays."""
    tensors = [each for each in inputs if isinstance(each, keras.KerasTensor)]
    several = isinstance(outputs, list | tuple)
    model = keras.Model(tensors, list(outputs) if several else [outputs])

    def call(values: Sequence[Any]) -> Any:
        phase = [value for value, each in zip(values, inputs, strict=False) if not isinstance(each, keras.KerasTensor)]
        arrays = [value for value, each in zip(values, inputs, strict=False) if isinstance(each, keras.KerasTensor)]
        results = model([ops.convert_to_tensor(array) for array in arrays], training=bool(phase and phase[0]))
        results = [np.asarray(result) for result in (results if isinstance(results, list | tuple) else [results])]
        return results if several else results[0]

    return call


def eval(x: Any) -> np.ndarray:
    """The value."""
    return np.asarray(ops.convert_to_numpy(x))


def get_value(x: Any) -> Any:
    """The value, a Python number where it is one."""
    value = eval(x)
    return value.item() if value.ndim == 0 else value


def batch_get_value(tensors: Sequence[Any]) -> list[Any]:
    """The values."""
    return [eval(tensor) for tensor in tensors]


def set_value(x: Any, value: Any) -> None:
    """A variable's new value."""
    x.assign(value)


def batch_set_value(pairs: Sequence[tuple[Any, Any]]) -> None:
    """Variables' new values."""
    for x, value in pairs:
        x.assign(value)


def update(x: Any, new_x: Any) -> Any:
    """A variable's new value."""
    return x.assign(new_x)


def update_add(x: Any, increment: Any) -> Any:
    """A variable and something more."""
    return x.assign(x + increment)


def update_sub(x: Any, decrement: Any) -> Any:
    """A variable and something less."""
    return x.assign(x - decrement)


class _Session:
    """Stands where TensorFlow 1 had a session: JAX has none."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args, **kwargs: None


def get_session() -> _Session:
    """Something to configure to no effect."""
    return _Session()


def set_session(session: Any) -> None:
    """Nothing is left to set."""


def manual_variable_initialization(value: Any) -> None:
    """Nothing is left to set."""


def reset_uids() -> None:
    """Names are counted anew by `clear_session`."""
    keras.backend.clear_session()
