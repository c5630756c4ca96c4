"""`RandomFourierFeatures` of `tf.keras.layers.experimental`, gone since Keras 3."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import ops


class RandomFourierFeatures(keras.layers.Layer):
    """Cosines of random projections: a linear layer after them is nearly a kernel machine.

    Args:
        output_dim: how many cosines.
        kernel_initializer: "gaussian", "laplacian" or an initialiser, of the directions.
        scale: of the kernel; None for the root of half the number of inputs (gaussian), or 1.
        trainable: whether the scale is learned.
    """

    def __init__(
        self,
        output_dim: int,
        kernel_initializer: Any = "gaussian",
        scale: float | None = None,
        trainable: bool = False,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(trainable=trainable, name=name, **kwargs)
        self.output_dim, self.scale = output_dim, scale
        self.kernel_initializer = kernel_initializer

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Args: input_shape: (n, features)."""
        features = input_shape[-1]
        assert features is not None
        gaussian = self.kernel_initializer == "gaussian"
        scale = self.scale if self.scale is not None else (np.sqrt(features / 2) if gaussian else 1.0)
        kinds = {"gaussian": keras.initializers.RandomNormal(stddev=1.0), "laplacian": _cauchy}
        directions = kinds.get(self.kernel_initializer, self.kernel_initializer)
        self.unscaled_kernel = self.add_weight(
            shape=(features, self.output_dim), initializer=directions, trainable=False, name="unscaled_kernel"
        )
        turns = keras.initializers.RandomUniform(0.0, 2 * np.pi)
        self.bias = self.add_weight(shape=(self.output_dim,), initializer=turns, trainable=False, name="bias")
        self.kernel_scale = self.add_weight(
            shape=(1,), initializer=keras.initializers.Constant(scale), constraint="non_neg", name="kernel_scale"
        )

    def call(self, inputs: Any) -> Any:
        """Args: inputs: (n, features). Returns: (n, output_dim)."""
        return ops.cos(ops.matmul(inputs, self.unscaled_kernel / self.kernel_scale) + self.bias)

    def get_config(self) -> dict[str, Any]:
        """Keras' serialisation."""
        own = {"output_dim": self.output_dim, "kernel_initializer": self.kernel_initializer, "scale": self.scale}
        return {**super().get_config(), **own}


def _cauchy(shape: Any, dtype: Any = None) -> Any:
    """The inverse of a Cauchy distribution's cumulative function at even places of (0, 1)."""
    return ops.tan(np.pi * (keras.random.uniform(shape, 1e-6, 1 - 1e-6, dtype) - 0.5))
