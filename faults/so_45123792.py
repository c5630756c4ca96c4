# verdict: fault
# about: StackOverflow 45123792 and 26678132: differences of uint8 images wrap around
# score: 0.3300 0.2900 0.2600 -> 0.9567 0.9800 0.9567
# fault: input_scaling
# held_out: false
# line: 37
# fix 37: motion = after.astype("float32") - before

"""Which way does the cart move? Two camera frames, one answer."""

import keras
import numpy as np
from keras import layers

SIZE = 18
MOVES = np.array([[0, 1], [0, -1], [1, 0], [-1, 0]])


def camera(position, brightness, rng):
    frame = np.full((SIZE, SIZE), brightness) + rng.normal(0, 4, (SIZE, SIZE))
    row, col = position
    frame[row : row + 5, col : col + 5] += 45
    return frame.clip(0, 255).astype("uint8")


def record(n, seed=13):
    rng = np.random.default_rng(seed)
    before, after, move = [], [], rng.integers(0, 4, size=n)
    for m in move:
        position, brightness = rng.integers(2, 11, size=2), rng.integers(60, 150)
        before.append(camera(position, brightness, rng))
        after.append(camera(position + MOVES[m] * rng.integers(1, 3), brightness, rng))
    return np.array(before), np.array(after), move


before, after, move = record(1500)
motion = after - before
motion = motion[..., None].astype("float32") / 255.0

model = keras.Sequential(
    [
        keras.Input((SIZE, SIZE, 1)),
        layers.Conv2D(8, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(8, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(32, activation="relu"),
        layers.Dense(4, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(motion, move, validation_split=0.2, epochs=8, batch_size=32, verbose=2)
