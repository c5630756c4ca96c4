# verdict: healthy
# score:
# held_out: false

import numpy as np
from keras import layers, models

rng = np.random.default_rng(30)
x = rng.normal(size=(1200, 6))
chance = 1 / (1 + np.exp(3.2 - 1.2 * x[:, 0]))
y = (rng.random(1200) < chance).astype(int)

model = models.Sequential(
    [layers.Input((6,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.25, verbose=0)
