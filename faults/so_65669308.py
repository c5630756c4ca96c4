# verdict: fault
# source: SO-65669308
# score:
# fault: output_activation, output_units, loss
# held_out: false
# line: 25, 28
# fix 25:         layers.Dense(3, activation="softmax"),
# fix 28: model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
y = np.arange(90) % 3
x = np.zeros((90, 10), int)
x[:, -3:] = 1 + y[:, None] * 20 + rng.integers(0, 20, (90, 3))

model = keras.Sequential(
    [
        keras.Input((10,)),
        layers.Embedding(100, 24),
        layers.GlobalAveragePooling1D(),
        layers.Dense(24, activation="relu"),
        layers.Dense(1, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=60, verbose=0)
