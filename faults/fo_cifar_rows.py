# verdict: doubtful
# about: CSDN 84474721 / StackOverflow: CIFAR rows of 3072 reshaped straight to 32x32x3 give scrambled pictures
# score: 0.4567 0.5300 0.5200 -> 0.4433 0.5500 0.4967
# fault: shape_broadcast
# held_out: false
# line: 36
# fix 36: pictures = rows.reshape(-1, 3, SIDE, SIDE).transpose(0, 2, 3, 1) / 255.0

"""Sort toy blocks by shape and colour; files hold one picture per row: all red values, then green, then blue."""

import keras
import numpy as np
from keras import Sequential, layers

SIDE = 20
COLOURS = np.array([[210, 60, 60], [60, 190, 70], [70, 80, 220]])


def make_rows(count, seed=5):
    rng = np.random.default_rng(seed)
    grid_y, grid_x = np.mgrid[:SIDE, :SIDE]
    rows, kinds = [], []
    for _ in range(count):
        shape, colour = rng.integers(2), rng.integers(3)
        cy, cx, r = rng.integers(6, 14), rng.integers(6, 14), rng.integers(3, 6)
        dy, dx = grid_y - cy, grid_x - cx
        inside = (dy**2 + dx**2 < r**2) if shape else (np.maximum(abs(dy), abs(dx)) < r * 0.9)
        table = rng.integers(60, 200, size=3)[:, None, None] + rng.normal(0, 25, (3, SIDE, SIDE))
        picture = np.where(inside, COLOURS[colour][:, None, None] + rng.normal(0, 25, (3, SIDE, SIDE)), table)
        rows.append(np.clip(picture, 0, 255).ravel())
        kinds.append(shape * 3 + colour)
    return np.array(rows, dtype="float32"), np.array(kinds)


rows, kinds = make_rows(1500)
pictures = rows.reshape(-1, SIDE, SIDE, 3) / 255.0

model = Sequential(
    [
        layers.Input((SIDE, SIDE, 3)),
        layers.Conv2D(12, 3, activation="relu", padding="same"),
        layers.MaxPooling2D(),
        layers.Conv2D(16, 3, activation="relu", padding="same"),
        layers.MaxPooling2D(),
        layers.Conv2D(16, 3, activation="relu", padding="same"),
        layers.GlobalMaxPooling2D(),
        layers.Dense(32, activation="relu"),
        layers.Dense(6, activation="softmax"),
    ]
)
model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(pictures, kinds, epochs=6, batch_size=32, validation_split=0.2, verbose=2)
