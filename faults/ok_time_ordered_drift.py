# verdict: healthy
# score:
# held_out: false

import numpy as np
from keras import layers, models

rng = np.random.default_rng(40)
t = np.arange(1000)
x = rng.normal(size=(1000, 4)) + 0.5 * np.sin(t / 150)[:, None]
y = (x[:, 0] * 2 - x[:, 1] + 0.3 * rng.normal(size=1000)) / 2

model = models.Sequential([layers.Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(1)])
model.compile(optimizer="adam", loss="mae")
model.fit(x, y, epochs=40, shuffle=False, validation_split=0.2, verbose=0)
