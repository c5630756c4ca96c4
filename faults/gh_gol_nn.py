# verdict: fault
# source: GH-gol_nn
# about: the middle cell only
# score:
# fault: learning_rate, epochs
# held_out: false
# line: 33
# fix 33: model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="binary_crossentropy", metrics=["accuracy"])
# fix 34: model.fit(x, y, batch_size=64, epochs=30, validation_split=0.2, verbose=0)

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
field = rng.integers(0, 2, size=(2000, 3, 3))
neighbours = field.sum(axis=(1, 2)) - field[:, 1, 1]
y = ((neighbours == 3) | ((neighbours == 2) & (field[:, 1, 1] == 1))).astype(int)
x = field[..., None].astype("float32")

model = keras.Sequential(
    [
        keras.Input((3, 3, 1)),
        layers.Conv2D(10, 3, strides=1, padding="valid", use_bias=True),
        layers.Activation("relu"),
        layers.Conv2D(20, 1, strides=1, padding="same", use_bias=True),
        layers.Activation("relu"),
        layers.Conv2D(1, 1, strides=1, padding="same", use_bias=True),
        layers.Activation("sigmoid"),
        layers.Flatten(),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=64, epochs=5, validation_split=0.2, verbose=0)
