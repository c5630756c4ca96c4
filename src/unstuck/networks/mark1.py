"""Rosenblatt's machine: sensors, knobs and a bulb, and somebody who turns a random knob and keeps what helps."""

from __future__ import annotations

import keras
import numpy as np
from keras import layers

SENSORS = 7  # along each side: a picture of 28 × 28 is seen as 7 × 7 patches
TURN = 0.02  # of a knob


def network(input_shape: tuple[int, ...], classes: int) -> keras.Model:
    """The machine in Keras: a knob for each patch of the picture, and their weighted sum is the bulb's brightness."""
    size = max(1, min(input_shape[:2]) // SENSORS)
    model = keras.Sequential(
        [
            layers.Input(input_shape),
            layers.Rescaling(1 / 255),
            layers.Reshape((*input_shape, 1) if len(input_shape) == 2 else input_shape),
            layers.AveragePooling2D(size),
            layers.Flatten(),
            layers.Dense(1, kernel_initializer="zeros"),
        ]
    )
    model.compile("sgd", "mse", metrics=["accuracy"])
    return model


def epoch(weights: list[np.ndarray], x: np.ndarray, y: np.ndarray, batch_size: int) -> list[np.ndarray]:
    """Shows every picture once, a handful at a time, and at each handful turns one knob a little.

    The turn is kept when the bulb then comes nearer to what it should be: 1 for yes, 0 for no. Judged on a single
    picture (`batch_size=1`) the knobs forget about as much as they learn.

    Args:
        weights: (patches, 1) and (1,).
        x: pixels from 0 to 255, (n, height, width) or (n, height, width, channels).
        y: 1 for yes, 0 for no, (n,).
        batch_size: pictures in a handful.
    """
    sensors = np.pad(patches(x), [(0, 0), (0, 1)], constant_values=1)  # the last knob is the bias
    knobs = np.append(weights[0][:, 0], weights[1])
    order = np.random.permutation(len(x))
    for start in range(0, len(x), batch_size):
        shown = order[start : start + batch_size]
        knob, turn = np.random.randint(len(knobs)), TURN * np.random.choice((-1, 1))
        missing = y[shown] - sensors[shown] @ knobs  # brightness that the bulb has too little
        if ((missing - turn * sensors[shown, knob]) ** 2).mean() < (missing**2).mean():
            knobs[knob] += turn
    return [knobs[:-1, None].astype("float32"), knobs[-1:].astype("float32")]


def patches(x: np.ndarray) -> np.ndarray:
    """Each picture as the mean brightness of its patches, float32 (n, patches) from 0 to 1."""
    height, width = x.shape[1:3]
    size = max(1, min(height, width) // SENSORS)
    rows, columns = height // size, width // size
    cut = x[:, : rows * size, : columns * size].reshape(len(x), rows, size, columns, size, -1)
    return cut.mean(axis=(2, 4), dtype="float32").reshape(len(x), -1) / 255
