# verdict: healthy
# about: labels -1 and 1
# score: 0.9375 0.9417
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(8, 6))
cluster = rng.integers(0, 8, 1200)
x = rng.normal(size=(1200, 6)) + centers[cluster]
y = np.where(cluster % 2 == 0, -1, 1)
model = keras.Sequential(
    [
        keras.Input((6,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(1, activation="tanh"),
    ]
)
model.compile(optimizer="adam", loss="hinge")
model.fit(x, y, epochs=40, validation_split=0.2, verbose=0)
