# verdict: healthy
# score: 0.8944 0.8889
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(8, 6))
cluster = rng.integers(0, 8, 1200)
x = rng.normal(size=(1200, 6)) + centers[cluster]
y = np.column_stack([cluster % 2, cluster // 4, cluster % 3 == 0]).astype(int)
model = keras.Sequential(
    [
        keras.Input((6,)),
        layers.Dense(64, activation="relu"),
        layers.Dense(3, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["binary_accuracy"])
model.fit(x, y, epochs=40, validation_split=0.2, verbose=0)
