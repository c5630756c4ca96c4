# verdict: harmless
# source: SO-64395424
# score: 1.0000 1.0000 1.0000 -> 1.0000 0.7500 1.0000
# fault: output_activation, metric
# held_out: false
# line: 21
# fix 21:         layers.Dense(1, activation="sigmoid"),

import keras
import numpy as np
from keras import layers

x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([0, 0, 0, 1])

model = keras.Sequential(
    [
        keras.Input((2,)),
        layers.Dense(2, activation="relu"),
        layers.Dense(128, activation="relu"),
        layers.Dense(1),
    ]
)
model.compile(optimizer="adam", loss=keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
model.fit(x, y, epochs=300, verbose=0)
