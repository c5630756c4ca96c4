# verdict: healthy
# score:
# held_out: true

import numpy as np
from keras import layers, models

rng = np.random.default_rng(32)
x = rng.normal(size=(1200, 5))
y = x @ np.array([1.0, -1.0, 0.5, 0.2, 0.0]) + rng.normal(0, 1.8, 1200)

model = models.Sequential([layers.Input((5,)), layers.Dense(16, activation="relu"), layers.Dense(1)])
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
