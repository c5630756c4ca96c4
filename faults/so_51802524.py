# verdict: crash
# source: SO-51802524
# fault: output_units
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.random((100, 4))
y = keras.utils.to_categorical(rng.integers(0, 4, 100), 4)

model = keras.Sequential(
    [
        keras.Input((4,)),
        layers.Dense(8, activation="relu"),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=1, verbose=0)
