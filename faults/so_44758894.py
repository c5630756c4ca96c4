# verdict: harmless
# source: SO-44758894
# score: 0.9140 0.9150 0.9010 -> 0.9090 0.9100 0.9220
# fault: output_activation, hidden_activation, loss
# held_out: false
# line: 28, 31
# fix 28:         layers.Activation("sigmoid"),
# fix 31: model.compile(optimizer="sgd", loss="binary_crossentropy", metrics=["accuracy"])

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(4, 7))
cluster = rng.integers(0, 4, 1000)
x = rng.normal(size=(1000, 7)).astype("float32")
x[:, :7] += centers[cluster]
y = cluster % 2

model = keras.Sequential(
    [
        keras.Input((7,)),
        layers.Dense(16),
        layers.Activation("relu"),
        layers.Activation("relu"),
        layers.Dense(1),
        layers.Activation("relu"),
    ]
)
model.compile(optimizer="sgd", loss="mse", metrics=["accuracy"])
model.fit(x, y, epochs=10, verbose=0)
