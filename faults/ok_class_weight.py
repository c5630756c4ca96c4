# verdict: healthy
# score: 0.9875 0.9792
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(8, 6))
cluster = rng.integers(0, 8, 1200)
x = rng.normal(size=(1200, 6)) + centers[cluster]
y = (cluster == 0).astype(int)
model = keras.Sequential(
    [
        keras.Input((6,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=40, class_weight={0: 0.6, 1: 4.0}, validation_split=0.2, verbose=0)
