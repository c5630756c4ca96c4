# verdict: fault
# score: 0.0000 0.0000 0.0000 -> 0.9650 0.9650 0.9650
# fault: architecture, non_finite
# held_out: true
# line: 18
# fix 18: model.add(layers.Embedding(500, 8))

import numpy as np
from keras import layers, models

rng = np.random.default_rng(16)
y = rng.integers(0, 2, 1000)
x = rng.integers(0, 500, size=(1000, 20))
hit = rng.random((1000, 20)) < 0.2
x[hit] = (rng.integers(0, 10, (1000, 20)) + 10 * y[:, None])[hit]

model = models.Sequential()
model.add(layers.Embedding(100, 8))
model.add(layers.GlobalAveragePooling1D())
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=15, validation_split=0.2, verbose=0)
