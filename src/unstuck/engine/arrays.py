"""The samples of a fit, and the order in which an epoch visits them: both exactly as Keras has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras.src.trainers.data_adapters import array_slicing
from keras.src.trainers.data_adapters.array_data_adapter import ArrayDataAdapter

from unstuck.engine.call import FitCall
from unstuck.engine.memory import memory_budget
from unstuck.engine.samples import Arrays, Resident, Samples, Streamed

_PARTS = 4  # of the memory: one trained on, one being gathered, and two of room for changes of the inputs


@dataclass(frozen=True, eq=False)
class Batches:
    """Samples cut in batches.

    Args:
        samples: as Keras packs them: (x,), (x, y) or (x, y, sample_weight).
        batch_size: samples a step; the last step of an epoch takes what is left.
        shuffle: True, False, or "batch".
    """

    samples: Samples
    batch_size: int
    shuffle: bool | str

    @property
    def steps(self) -> int:
        """Steps an epoch, a last partial batch included."""
        return -(-self.samples.count // self.batch_size)

    def order(self) -> tuple[np.ndarray, np.ndarray]:
        """Draws an epoch's order from NumPy's global generator in the way Keras' fit draws it.

        Returns:
            int32 indices of the full batches, (full steps, batch_size), and of the rest, (0 … batch_size - 1,).
        """
        count = self.samples.count
        if self.shuffle == "batch":
            starts = range(0, count, self.batch_size)
            parts = [s + np.random.permutation(min(self.batch_size, count - s)) for s in starts]
            indices = np.concatenate(parts)
        elif self.shuffle:
            indices = np.random.permutation(count)
        else:
            indices = np.arange(count)
        full = count - count % self.batch_size
        indices = indices.astype("int32")
        return indices[:full].reshape(-1, self.batch_size), indices[full:]

    def first(self) -> Arrays:
        """A batch to build the model with; NumPy's generator is left where Keras leaves it after drawing one."""
        count = self.samples.count
        size = min(self.batch_size, count)
        if self.shuffle:
            np.random.permutation(size if self.shuffle == "batch" else count)
        arrays, _ = self.samples.holding(np.arange(size))
        return jax.tree.map(lambda a: a[:size], arrays)


def training_and_validation(call: FitCall, budget: float | None = None) -> tuple[Batches, Batches | None]:
    """The two data sets of a fit, `validation_split` applied and class weights made sample weights.

    Args:
        budget: bytes; data that takes more stays where it is, to be streamed. Default `memory_budget()`.

    Raises:
        ValueError: Keras' own messages for data that does not fit together.
    """
    train, validation = _as_numpy(((call.x, call.y, call.sample_weight), call.validation_data))
    budget = memory_budget() if budget is None else budget
    fits = device_bytes((train, validation)) <= budget
    to_samples = _resident if fits else partial(_streamed, part_bytes=int(budget / _PARTS))
    if call.validation_split and validation is None:
        train, validation = _split(train, call.validation_split)
    batches = _batches(train, call.batch_size, call.shuffle, call.class_weight, to_samples)
    if validation is None:
        return batches, None
    validation = keras.utils.unpack_x_y_sample_weight(validation)
    return batches, _batches(validation, call.validation_batch_size or call.batch_size, False, None, to_samples)


def steps_an_epoch(call: FitCall) -> int:
    """Steps an epoch, without touching the data."""
    samples = len(jax.tree.leaves(call.x)[0])
    if call.validation_split and call.validation_data is None:
        samples = int(samples * (1.0 - call.validation_split))
    return -(-samples // (call.batch_size or 32))


def _batches(
    data: tuple[Any, ...],
    batch_size: int | None,
    shuffle: bool | str,
    class_weight: Any,
    to_samples: Callable[[Any], Samples],
) -> Batches:
    adapter = ArrayDataAdapter(
        data[0],
        y=data[1],
        sample_weight=data[2],
        batch_size=batch_size,
        shuffle=shuffle,
        class_weight=class_weight,
    )
    return Batches(to_samples(adapter._inputs), adapter.batch_size, shuffle)


def _split(data: Any, share: float) -> tuple[Any, Any]:
    """Training and validation data, cut where Keras cuts, which would convert all of it first."""
    count = len(jax.tree.leaves(data)[0])
    cut = len(array_slicing.train_validation_split(np.arange(count), share)[0])
    return jax.tree.map(lambda a: a[:cut], data), jax.tree.map(lambda a: a[cut:], data)


def _as_numpy(data: Any) -> Any:
    """Tensors and tables as NumPy arrays; NumPy's own stay untouched, wherever they are."""
    return jax.tree.map(lambda a: a if isinstance(a, np.ndarray) else _converted(a), data)


def _converted(array: Any) -> np.ndarray:
    """What Keras hands to JAX: floating-point numbers in its own precision."""
    sliceable = array_slicing.convert_to_sliceable(array, target_backend="jax")
    return sliceable.convert_to_jax_compatible(sliceable[:])


def _device_dtype(array: np.ndarray) -> np.dtype:
    return jnp.asarray(_converted(np.empty(0, array.dtype))).dtype


def device_bytes(data: Any) -> int:
    """What NumPy arrays take on the device."""
    return sum(array.size * _device_dtype(array).itemsize for array in jax.tree.leaves(data))


def _resident(arrays: Arrays) -> Resident:
    return Resident(jax.tree.map(lambda array: jnp.asarray(_converted(array)), arrays))


def _streamed(arrays: Arrays, part_bytes: int) -> Streamed:
    return Streamed(arrays, jax.tree.map(_device_dtype, arrays), part_bytes)
