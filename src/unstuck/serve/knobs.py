"""The knobs of a network that is one weighted sum for each answer: a weight for every pixel, whatever stands before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np

from unstuck.serve.model_file import Classifier

# Layers whose output is a weighted sum of their input, plus a constant, when the network answers.
_SUMS = frozenset(("InputLayer", "Rescaling", "Normalization", "Flatten", "Reshape", "AveragePooling2D", "Dropout"))
_ACTIVATIONS = ("linear", "sigmoid", "softmax")
MOST_PIXELS, MOST_UNITS = 64 * 64, 20  # more than that, nobody turns


@dataclass(frozen=True, eq=False)
class Knobs:
    """A linear network as weights of pixels.

    Args:
        weights: float32 (units, height, width), of pixels as brightness from 0 to 1.
        bias: float32 (units,).
        activation: `linear`, `sigmoid` or `softmax`, of the sums.
    """

    weights: np.ndarray
    bias: np.ndarray
    activation: str

    def to_json(self) -> dict[str, Any]:
        """Plain numbers, to five decimals."""
        weights, bias = (np.round(values.astype("float64"), 5).tolist() for values in (self.weights, self.bias))
        return {"weights": weights, "bias": bias, "activation": self.activation}


def knobs_of(classifier: Classifier) -> Knobs | None:
    """The knobs, or None for a network that is not linear, or of pictures that are large or coloured."""
    model = classifier.model
    *before, last = model.layers
    height, width, *channels = classifier.input_shape
    is_linear = isinstance(model, keras.Sequential) and {type(layer).__name__ for layer in before} <= _SUMS
    if not is_linear or type(last).__name__ != "Dense" or last.activation.__name__ not in _ACTIVATIONS:
        return None
    if height * width > MOST_PIXELS or last.units > MOST_UNITS or channels not in ([], [1]):
        return None

    def sums(brightness: jax.Array) -> jax.Array:
        x = 255 * brightness.reshape(1, *classifier.input_shape)
        for layer in before:
            x = layer(x, training=False)
        total: jax.Array = (x @ last.kernel.value)[0]
        return total + last.bias.value if last.use_bias else total

    dark = jnp.zeros((height, width))
    weights, bias = jax.jacrev(sums)(dark), sums(dark)
    return Knobs(np.asarray(weights), np.asarray(bias), last.activation.__name__)
