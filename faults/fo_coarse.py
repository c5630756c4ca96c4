# verdict: fault
# about: py4u.org 73708667 and others: pooling and strides that throw the picture away before anything is learned
# score: 0.5100 0.5500 0.5400 -> 0.9867 0.9833 1.0000
# fault: architecture
# held_out: false
# line: 38, 39
# fix 38:         layers.Conv2D(8, kernel_size=3, padding="same", activation="relu"),
# fix 39:         layers.Conv2D(16, kernel_size=3, strides=2, padding="same", activation="relu"),

"""Find scratched tiles in photographs from the belt."""

import keras
import numpy as np
from keras import layers

SIZE = 20
rng = np.random.default_rng(55)


def photograph(scratched):
    tile = rng.normal(0.5, 0.12, (SIZE, SIZE)) + 0.1 * rng.normal()
    if scratched:
        length = rng.integers(8, 15)
        row, col = rng.integers(0, SIZE - length, size=2)
        slope = rng.choice([-1, 0, 1])
        steps = np.arange(length)
        rows = row + steps if slope >= 0 else row + length - 1 - steps
        tile[rows if slope else row, col + steps] += 0.4
    return tile


is_scratched = rng.integers(0, 2, size=1500)
tiles = np.stack([photograph(s) for s in is_scratched])[..., None].astype("float32")

model = keras.Sequential(
    [
        layers.Input((SIZE, SIZE, 1)),
        layers.Conv2D(8, kernel_size=1, strides=4, activation="relu"),
        layers.Conv2D(16, kernel_size=1, strides=2, activation="relu"),
        layers.Conv2D(16, kernel_size=3, padding="same", activation="relu"),
        layers.GlobalMaxPooling2D(),
        layers.Dense(24, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(keras.optimizers.Adam(0.004), "binary_crossentropy", metrics=["accuracy"])
model.fit(tiles, is_scratched, epochs=8, batch_size=32, validation_split=0.2, verbose=2)
