# verdict: fault
# source: SO-47241622
# about: shrunk: 1000 sequences of 32 steps
# score: 0.4450 0.4450 0.4450 -> 0.9050 0.8700 0.9050
# fault: output_activation, output_units
# held_out: true
# line: 26
# fix 26:         layers.Dense(1, activation="sigmoid"),

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(4, 8))
cluster = rng.integers(0, 4, 1000)
x = rng.normal(size=(1000, 32)).astype("float32")
x[:, :8] += centers[cluster]
x = x.reshape(1000, 32, 1)
y = cluster % 2

model = keras.Sequential(
    [
        keras.Input((32, 1)),
        layers.LSTM(32),
        layers.Dense(1, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=50, epochs=8, validation_split=0.2, verbose=0)
