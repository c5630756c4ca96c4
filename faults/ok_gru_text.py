# verdict: healthy
# score:
# held_out: true

import numpy as np
from keras import layers, models

rng = np.random.default_rng(35)
y = rng.integers(0, 2, 1200)
x = rng.integers(20, 400, size=(1200, 16))
hit = rng.random((1200, 16)) < 0.25
x[hit] = (rng.integers(0, 10, (1200, 16)) + 10 * y[:, None])[hit]

model = models.Sequential([layers.Embedding(400, 16), layers.GRU(16), layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=8, validation_split=0.2, verbose=0)
