# verdict: healthy
# score:
# held_out: false

import numpy as np
from keras import layers, models

rng = np.random.default_rng(31)
x = rng.normal(size=(1500, 8))
y = (x[:, 0] + x[:, 1] > 0).astype(int)
flip = rng.random(1500) < 0.28
y[flip] = 1 - y[flip]

model = models.Sequential(
    [layers.Input((8,)), layers.Dense(8, activation="relu"), layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2, verbose=0)
