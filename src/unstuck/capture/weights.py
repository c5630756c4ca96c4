"""Newly drawn weights for a model that only its own object can run: what no config can build again."""

from __future__ import annotations

from typing import Any

import jax
import keras
import numpy as np


class Same(keras.Model):
    """The user's own model in a wrapper that we compile; its variables' values are handed in from outside."""

    def __init__(self, inner: keras.Model) -> None:
        super().__init__()
        self.inner = inner

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        """The user's model. Keras leaves `training` away where its `call` takes none."""
        return self.inner(inputs, training=training)


def drawn_anew(model: keras.Model) -> tuple[list[Any], list[Any]]:
    """Trainable and other weights drawn by the initialisers that the model's layers name.

    Where no attribute of a user's own layer names a variable's initialiser, its present values are shuffled, which
    keeps their size. The seeds of dropout are drawn anew too.
    """
    initializers = _initializers(model)
    groups = (model.trainable_variables, model.non_trainable_variables)
    return tuple([_drawn(v, initializers.get(id(v))) for v in group] for group in groups)  # type: ignore[return-value]


def _initializers(model: keras.Model) -> dict[int, Any]:
    """Variable → initialiser: Keras' layers keep that of `kernel` as `kernel_initializer`, and so on."""
    found: dict[int, Any] = {}
    for layer in model._flatten_layers():
        for variable in (*layer._trainable_variables, *layer._non_trainable_variables):
            initializer = getattr(layer, f"{variable.name}_initializer", None)
            if callable(initializer):
                found[id(variable)] = initializer
    return found


def _drawn(variable: keras.Variable, initializer: Any) -> Any:
    if initializer is not None:
        # A clone draws a new seed, unless the user has fixed it.
        fresh = initializer.clone() if isinstance(initializer, keras.initializers.Initializer) else initializer
        return jax.numpy.asarray(fresh(variable.shape, dtype=variable.dtype))
    value = np.asarray(variable.value)
    if value.dtype.kind == "u":  # the state of a seed generator
        return jax.numpy.asarray(np.random.randint(0, 2**31, value.shape), value.dtype)
    return jax.numpy.asarray(np.random.permutation(value.reshape(-1)).reshape(value.shape))
