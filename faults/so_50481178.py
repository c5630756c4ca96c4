# verdict: control
# source: SO-50481178
# score:
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(4, 4))
cluster = rng.integers(0, 4, 1000)
x = rng.normal(size=(1000, 4)).astype("float32")
x[:, :4] += centers[cluster]
y = cluster % 2

model = keras.Sequential(
    [
        keras.Input((4,)),
        layers.Dense(10, activation="relu"),
        layers.Dense(20),
        layers.Activation("relu"),
        layers.Dense(30),
        layers.Activation("relu"),
        layers.Dense(40),
        layers.Activation("relu"),
        layers.Dense(50),
        layers.Activation("relu"),
        layers.Dense(1),
        layers.Activation("sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=10, epochs=20, validation_split=0.1, verbose=0)
