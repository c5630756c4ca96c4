# verdict: crash
# source: SO-56479008
# fault: label_encoding
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.random((20, 64, 64, 1))
y = rng.integers(0, 24, 20)

model = keras.Sequential(
    [
        keras.Input((64, 64, 1)),
        layers.Conv2D(64, 4, strides=1, activation="relu", padding="same"),
        layers.Conv2D(64, 4, strides=2, activation="relu", padding="same"),
        layers.Dropout(0.2),
        layers.Conv2D(128, 4, strides=1, activation="relu", padding="same"),
        layers.Conv2D(128, 4, strides=2, activation="relu", padding="same"),
        layers.Dropout(0.2),
        layers.Conv2D(64, 4, strides=1, activation="relu", padding="same"),
        layers.Conv2D(64, 4, strides=2, activation="relu", padding="same"),
        layers.Flatten(),
        layers.Dropout(0.3),
        layers.Dense(512, activation="relu"),
        layers.Dense(24, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=64, epochs=1, verbose=0)
