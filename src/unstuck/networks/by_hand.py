"""A network in plain NumPy: forward, backward, update. What Keras does for us, in sixty lines."""

from __future__ import annotations

import keras
import numpy as np
from keras import layers

HIDDEN = 64  # units
RATE = 0.1  # of plain gradient descent

Weights = list[np.ndarray]  # (pixels, hidden), (hidden,), (hidden, classes), (classes,), float32


def network(input_shape: tuple[int, ...], classes: int) -> keras.Model:
    """The same network in Keras: it draws the first weights, is measured and is saved."""
    model = keras.Sequential(
        [
            layers.Input(input_shape),
            layers.Rescaling(1 / 255),
            layers.Flatten(),
            layers.Dense(HIDDEN, activation="relu"),
            layers.Dense(classes, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.SGD(RATE), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def epoch(weights: Weights, x: np.ndarray, y: np.ndarray, batch_size: int) -> Weights:
    """One pass over the data in a newly drawn order, a step for each batch.

    Args:
        x: pixels from 0 to 255, (n, height, width).
        y: class numbers, (n,).
    """
    order = np.random.permutation(len(x))
    for start in range(0, len(x), batch_size):
        batch = order[start : start + batch_size]
        pixels = x[batch].reshape(len(batch), -1).astype("float32") / 255
        weights = [w - RATE * slope for w, slope in zip(weights, gradient(weights, pixels, y[batch]), strict=True)]
    return weights


def forward(weights: Weights, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The hidden units' activations, (n, hidden), and the share of each class, (n, classes)."""
    w1, b1, w2, b2 = weights
    hidden = np.maximum(pixels @ w1 + b1, 0)
    scores = hidden @ w2 + b2
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))  # the greatest is exp(0): nothing overflows
    return hidden, powers / powers.sum(axis=1, keepdims=True)


def gradient(weights: Weights, pixels: np.ndarray, y: np.ndarray) -> Weights:
    """The slope of the mean cross-entropy for each weight, by the chain rule from the end to the beginning."""
    hidden, shares = forward(weights, pixels)
    scores = (shares - np.eye(shares.shape[1], dtype="float32")[y]) / len(y)  # softmax and cross-entropy together
    hidden_slope = (scores @ weights[2].T) * (hidden > 0)  # through the relu, where it was open
    return [pixels.T @ hidden_slope, hidden_slope.sum(axis=0), hidden.T @ scores, scores.sum(axis=0)]
