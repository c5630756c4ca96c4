# verdict: healthy
# score:
# held_out: true

import numpy as np
from keras import layers, models

rng = np.random.default_rng(39)
y = rng.integers(0, 3, 300)
x = rng.normal(size=(300, 20)) + 0.6 * rng.normal(size=(3, 20))[y]

model = models.Sequential(
    [
        layers.Input((20,)),
        layers.Dense(64, activation="relu"),
        layers.Dense(64, activation="relu"),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, validation_split=0.3, verbose=0)
