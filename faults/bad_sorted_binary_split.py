# verdict: fault
# score: 0.7296 0.7194 0.7194 -> 0.9286 0.9184 0.9235
# fault: train_validation_mismatch, shuffle
# held_out: true
# line: 15
# fix 15+: order = rng.permutation(len(x)); x, y = x[order], y[order]

import numpy as np
from keras import layers, models

rng = np.random.default_rng(12)
good = rng.normal(0.5, 1.0, size=(400, 8))
bad = rng.normal(-0.5, 1.0, size=(250, 8))
x = np.vstack([good, bad])
y = np.array([1] * 400 + [0] * 250)

model = models.Sequential()
model.add(layers.Dense(16, activation="relu", input_shape=(8,)))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, batch_size=16, validation_split=0.3, verbose=0)
