"""The arrays of a fit on the device, and the order in which an epoch visits them: both exactly as Keras has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras.src.trainers.data_adapters import array_slicing
from keras.src.trainers.data_adapters.array_data_adapter import ArrayDataAdapter

from unstuck.engine.call import FitCall

Arrays = Any  # a tuple (x,), (x, y) or (x, y, sample_weight) of array trees with one leading axis of samples


@dataclass(frozen=True, eq=False)
class Batches:
    """Samples that stay on the device in the dtype they came in, cut in batches.

    Args:
        arrays: as Keras packs them: (x,), (x, y) or (x, y, sample_weight).
        samples: how many.
        batch_size: samples a step; the last step of an epoch takes what is left.
        shuffle: True, False, or "batch".
    """

    arrays: Arrays
    samples: int
    batch_size: int
    shuffle: bool | str

    @property
    def steps(self) -> int:
        """Steps an epoch, a last partial batch included."""
        return -(-self.samples // self.batch_size)

    def order(self) -> tuple[np.ndarray, np.ndarray]:
        """Draws an epoch's order from NumPy's global generator in the way Keras' fit draws it.

        Returns:
            int32 indices of the full batches, (full steps, batch_size), and of the rest, (0 … batch_size - 1,).
        """
        if self.shuffle == "batch":
            starts = range(0, self.samples, self.batch_size)
            parts = [s + np.random.permutation(min(self.batch_size, self.samples - s)) for s in starts]
            indices = np.concatenate(parts)
        elif self.shuffle:
            indices = np.random.permutation(self.samples)
        else:
            indices = np.arange(self.samples)
        full = self.samples - self.samples % self.batch_size
        indices = indices.astype("int32")
        return indices[:full].reshape(-1, self.batch_size), indices[full:]

    def with_inputs(self, change: Callable[[Any], Any]) -> Batches:
        """The same samples with changed inputs."""
        x, *rest = self.arrays
        return replace(self, arrays=(change(x), *rest))

    def first(self) -> Arrays:
        """A batch to build the model with; NumPy's generator is left where Keras leaves it after drawing one."""
        size = min(self.batch_size, self.samples)
        if self.shuffle:
            np.random.permutation(size if self.shuffle == "batch" else self.samples)
        return jax.tree.map(lambda a: a[:size], self.arrays)


def training_and_validation(call: FitCall) -> tuple[Batches, Batches | None]:
    """The two data sets of a fit, `validation_split` applied and class weights made sample weights.

    Raises:
        ValueError: Keras' own messages for data that does not fit together.
    """
    train, validation = (call.x, call.y, call.sample_weight), call.validation_data
    if call.validation_split and validation is None:
        train, validation = array_slicing.train_validation_split(train, validation_split=call.validation_split)
    batches = _batches(train, call.batch_size, call.shuffle, call.class_weight)
    if validation is None:
        return batches, None
    validation = keras.utils.unpack_x_y_sample_weight(validation)
    return batches, _batches(validation, call.validation_batch_size or call.batch_size, False, None)


def steps_an_epoch(call: FitCall) -> int:
    """Steps an epoch, without touching the data."""
    samples = len(jax.tree.leaves(call.x)[0])
    if call.validation_split and call.validation_data is None:
        samples = int(samples * (1.0 - call.validation_split))
    return -(-samples // (call.batch_size or 32))


def _batches(data: tuple[Any, ...], batch_size: int | None, shuffle: bool | str, class_weight: Any) -> Batches:
    adapter = ArrayDataAdapter(
        data[0],
        y=data[1],
        sample_weight=data[2],
        batch_size=batch_size,
        shuffle=shuffle,
        class_weight=class_weight,
    )
    sliceable = array_slicing.convert_to_sliceable(adapter._inputs, target_backend="jax")
    arrays = jax.tree.map(lambda s: jnp.asarray(s.convert_to_jax_compatible(s[:])), sliceable)
    return Batches(arrays, adapter._num_samples, adapter.batch_size, shuffle)
