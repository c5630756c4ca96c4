# verdict: fault
# about: StackOverflow 55840108 and traffic sign forums: mirrored training images where left and right are the classes
# score: 0.5633 0.5167 0.5133 -> 1.0000 1.0000 1.0000
# fault: augmentation, label_noise, train_validation_mismatch, regularization
# held_out: false
# line: 36
# fix 36:         layers.RandomTranslation(0.05, 0.05),

"""Read the direction sign above a lane: left, right, up or down."""

import keras
import numpy as np
from keras import layers

SIZE = 16
DIRECTIONS = ["right", "up", "left", "down"]


def draw_sign(direction, rng):
    image = rng.normal(0.2, 0.08, (SIZE, SIZE))
    row, length, head = SIZE // 2, rng.integers(8, 13), rng.integers(3, 5)
    start = (SIZE - length) // 2
    image[row - 1 : row + 1, start : start + length] += 0.7
    for k in range(head):
        image[row - 1 - k : row + 1 + k, start + length - 1 - k] += 0.5
    image = np.rot90(image, direction)
    return np.roll(image, rng.integers(-1, 2, size=2), axis=(0, 1))


rng = np.random.default_rng(33)
classes = rng.integers(0, len(DIRECTIONS), size=1500)
signs = np.stack([draw_sign(c, rng) for c in classes])[..., None].astype("float32")

augment = keras.Sequential(
    [
        layers.RandomFlip("horizontal_and_vertical"),
        layers.GaussianNoise(0.05),
    ]
)

inputs = keras.Input(shape=(SIZE, SIZE, 1))
x = augment(inputs)
for filters in (8, 16):
    x = layers.Conv2D(filters, 3, activation="relu", padding="same")(x)
    x = layers.MaxPooling2D()(x)
x = layers.Flatten()(x)
x = layers.Dense(48, activation="relu")(x)
model = keras.Model(inputs, layers.Dense(len(DIRECTIONS), activation="softmax")(x))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(
    signs[:1200], classes[:1200], epochs=6, batch_size=32, validation_data=(signs[1200:], classes[1200:]), verbose=2
)
