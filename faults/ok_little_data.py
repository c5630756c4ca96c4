# verdict: healthy
# score:
# held_out: false

import numpy as np
from keras import layers, models

rng = np.random.default_rng(38)
y = rng.integers(0, 2, 90)
x = rng.normal(size=(90, 4)) + 0.9 * (2 * y[:, None] - 1) * np.array([1, 0.5, 0, -1])

model = models.Sequential(
    [layers.Input((4,)), layers.Dense(8, activation="tanh"), layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=150, batch_size=8, validation_split=0.3, verbose=0)
