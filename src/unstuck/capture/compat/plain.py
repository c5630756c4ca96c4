"""Old helpers that had to be written anew, each in a few lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import ops


def to_categorical(y: Any = None, num_classes: int | None = None, **old: Any) -> np.ndarray:
    """Keras' own, under Keras 1's argument too (`nb_classes`)."""
    y = old.pop("x", y)
    num_classes = old.pop("nb_classes", num_classes)
    old.pop("dtype", None)
    return keras.src.utils.numerical_utils.to_categorical(y, num_classes, **old)


def cosine_proximity(y_true: Any, y_pred: Any) -> Any:
    """Keras 2's loss: the negative cosine, so that less is better."""
    return -keras.losses.cosine_similarity(y_true, y_pred)


class MeanRelativeError(keras.metrics.Mean):
    """The mean of |y - prediction| / normalizer; 0 where the normalizer is 0."""

    def __init__(self, normalizer: Any, name: str | None = None, dtype: Any = None) -> None:
        super().__init__(name=name or "mean_relative_error", dtype=dtype)
        self.normalizer = ops.cast(normalizer, self.dtype)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Takes the errors of a batch."""
        y_pred, y_true = (ops.cast(each, self.dtype) for each in (y_pred, y_true))
        errors = ops.divide_no_nan(ops.abs(y_true - y_pred), self.normalizer)
        return super().update_state(ops.mean(errors), sample_weight=sample_weight)

    def get_config(self) -> dict[str, Any]:
        """Keras' serialisation."""
        config = {name: value for name, value in super().get_config().items() if name in ("name", "dtype")}
        return {**config, "normalizer": np.asarray(self.normalizer).tolist()}


def maxnorm(m: float = 2, axis: int = 0, **old: Any) -> keras.constraints.Constraint:
    """Keras 1's and 2's name and argument for `MaxNorm(max_value)`."""
    return keras.constraints.MaxNorm(old.get("max_value", m), axis)


def plot_model(model: keras.Model, *args: Any, **kwargs: Any) -> None:
    """A picture of a model needs graphviz; without it a script is told so and goes on, as it would elsewhere."""
    from keras.src.utils import model_visualization

    if not model_visualization.check_graphviz():
        print("plot_model: no picture, since pydot and graphviz are not installed; model.summary() shows the same.")
        return
    model_visualization.plot_model(model, *args, **kwargs)


def model_to_dot(*args: Any, **kwargs: Any) -> Any:
    """See `plot_model`."""
    from keras.src.utils import model_visualization

    return model_visualization.model_to_dot(*args, **kwargs) if model_visualization.check_graphviz() else _NoDot()


class _NoDot:
    def create(self, *args: Any, **kwargs: Any) -> bytes:
        return b""


def multi_gpu_model(model: keras.Model, gpus: Any = None, **_: Any) -> keras.Model:
    """The model itself: JAX spreads the work over devices without another model."""
    return model


def hdf5_matrix(path: str, dataset: str, start: int = 0, end: int | None = None, normalizer: Any = None) -> np.ndarray:
    """Keras 2's `HDF5Matrix` as the array that it stood for."""
    import h5py

    with h5py.File(path, "r") as file:
        array = file[dataset][start:end]
    return array if normalizer is None else normalizer(array)


def asscalar(array: Any) -> Any:
    """NumPy's, gone since 1.23."""
    return np.asarray(array).item()


def of_bytes_too(fromstring: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    """NumPy's `fromstring`, which took bytes too until 2.3."""

    def either(string: Any, dtype: Any = float, count: int = -1, *, sep: str = "", **kwargs: Any) -> np.ndarray:
        if sep:
            return fromstring(string, dtype, count, sep=sep, **kwargs)
        return np.frombuffer(string, dtype, count).copy()

    return either
