# verdict: crash
# source: SO-50336110
# fault: shape_broadcast
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.random((3, 50))
y = rng.integers(0, 2, 50)

model = keras.Sequential(
    [
        keras.Input((3,)),
        layers.Dense(12, activation="relu"),
        layers.Dense(8, activation="relu"),
        layers.Dense(4, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=1, verbose=0)
