"""`TextVectorization` with a `standardize` of the script's own inside a pipeline of a real TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import keras
from keras.src.utils import backend_utils

from unstuck.capture.replacing import replaced

_WITH_NUMPY = "_apply_standardize_with_np_arrays"  # of Keras 3.15, where TensorFlow is not the backend


@contextmanager
def standardized_in_graphs() -> Iterator[None]:
    """Inside, such a function gets TensorFlow's own tensors in a graph: they have no values yet for NumPy."""
    layer = keras.layers.TextVectorization
    with_numpy = getattr(layer, _WITH_NUMPY, None)
    if with_numpy is None:
        yield
        return

    def standardized(self: Any, inputs: Any) -> Any:
        return self._standardize(inputs) if backend_utils.in_tf_graph() else with_numpy(self, inputs)

    with replaced(layer, _WITH_NUMPY, standardized):
        yield
