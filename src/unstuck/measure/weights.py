"""The weights of a linear network as pictures: what it looks for."""

from __future__ import annotations

import keras
import numpy as np


def weight_pictures(model: keras.Model) -> np.ndarray | None:
    """A picture for each output, float32 (outputs, height, width), colours summed; None for networks with hidden
    layers, whose weights show nothing to the eye.
    """
    weighted = [layer for layer in model.layers if layer.weights]
    flattens = [layer for layer in model.layers if isinstance(layer, keras.layers.Flatten)]
    if len(weighted) != 1 or not isinstance(weighted[0], keras.layers.Dense) or len(flattens) != 1:
        return None
    kernel = np.asarray(weighted[0].get_weights()[0])  # (pixels, outputs)
    shape = flattens[0].input.shape[1:]  # (height, width) or (height, width, channels)
    pictures = kernel.T.reshape(kernel.shape[1], *shape)
    return pictures if pictures.ndim == 3 else pictures.sum(axis=-1)
