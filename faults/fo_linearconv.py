# verdict: fault
# about: CNN forum questions: convolutions stacked without an activation between them
# score: 0.2825 0.2050 0.2300 -> 0.7325 0.7925 0.7175
# fault: hidden_activation, architecture
# held_out: true
# line: 38, 40
# fix 38: x = keras.layers.Conv2D(8, 3, padding="same", activation="relu")(x)
# fix 40: x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(x)

"""Cloth inspection: which weave is on the picture?"""

import keras
import numpy as np

SIZE = 16


def weave(kind, rng):
    """Waves of one of four directions, any phase, on an uneven background."""
    rows, cols = np.mgrid[:SIZE, :SIZE]
    angle = kind * np.pi / 4 + rng.normal(0, 0.08)
    period = rng.uniform(4, 6)
    wave = np.sin(2 * np.pi * (rows * np.sin(angle) + cols * np.cos(angle)) / period + rng.uniform(0, 6.28))
    return 0.5 + 0.15 * wave + rng.normal(0, 0.15, wave.shape) + 0.1 * rng.normal()


def dataset(n, seed):
    rng = np.random.default_rng(seed)
    kinds = rng.integers(0, 4, size=n)
    return np.stack([weave(k, rng) for k in kinds])[..., None].astype("float32"), kinds


x_train, y_train = dataset(1200, seed=1)
x_val, y_val = dataset(400, seed=2)

inputs = keras.Input(shape=(SIZE, SIZE, 1))
x = inputs
x = keras.layers.Conv2D(8, 3, padding="same")(x)
x = keras.layers.AveragePooling2D()(x)
x = keras.layers.Conv2D(16, 3, padding="same")(x)
x = keras.layers.AveragePooling2D()(x)
x = keras.layers.Flatten()(x)
outputs = keras.layers.Dense(4, activation="softmax")(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=32, epochs=6, validation_data=(x_val, y_val), verbose=2)
