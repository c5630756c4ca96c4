# verdict: fault
# score: 0.0000 0.0000 0.0000 -> 0.9563 0.9500 0.9062
# fault: non_finite
# held_out: false
# line: 14
# fix 14+: x = np.nan_to_num(x)

import numpy as np
from keras import layers, models

rng = np.random.default_rng(13)
x = rng.normal(size=(800, 9))
y = (x[:, 0] - x[:, 1] + 0.5 * x[:, 2] > 0).astype(int)
x[rng.random(x.shape) < 0.02] = np.nan

model = models.Sequential()
model.add(layers.Dense(16, activation="relu", input_dim=9))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2, verbose=0)
