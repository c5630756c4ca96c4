# verdict: fault
# source: SO-56218256
# about: shrunk: 500 features for 19900
# score: 0.5217 0.5217 0.5217 -> 1.0000 1.0000 1.0000
# fault: output_activation, output_units, loss
# held_out: false
# line: 28, 31
# fix 28:         layers.Dense(1, activation="sigmoid"),
# fix 31: model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(4, 8))
cluster = rng.integers(0, 4, 600)
x = rng.normal(size=(600, 500)).astype("float32")
x[:, :8] += centers[cluster]
y = cluster % 2

model = keras.Sequential(
    [
        keras.Input((500,)),
        layers.Dense(256, activation="relu"),
        layers.Dense(64, activation="relu"),
        layers.Dense(32, activation="relu"),
        layers.Dense(1, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=100, epochs=15, verbose=0)
