# verdict: fault
# source: SO-60801900
# about: autoencoder-like stand-in with targets on both sides of 0
# score: 0.4783 0.4790 0.3420 -> 0.9927 0.9962 0.9949
# fault: output_activation
# held_out: false
# line: 26
# fix 26:         layers.Dense(3, activation="linear"),

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(size=(400, 3)).astype("float32")
y = np.tanh(x @ rng.normal(size=(3, 3)))

model = keras.Sequential(
    [
        keras.Input((3,)),
        layers.Dense(128, activation="relu"),
        layers.Dense(64, activation="relu"),
        layers.Dense(32, activation="relu"),
        layers.Dense(64, activation="relu"),
        layers.Dense(128, activation="relu"),
        layers.Dense(3, activation="relu"),
    ]
)
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, batch_size=8, epochs=15, validation_split=0.2, verbose=0)
