# verdict: fault
# score: 0.0000 0.0000 0.0000 -> 0.8968 0.8889 0.8921
# fault: non_finite
# held_out: true
# line: 13
# fix 13: x = np.log1p(counts)

import numpy as np
from keras import layers, models

rng = np.random.default_rng(14)
counts = rng.poisson(2.0, size=(800, 6))
x = np.log(counts)
y = counts @ np.array([1.0, -0.5, 0.3, 0.0, 0.8, -0.2]) + rng.normal(0, 0.2, 800)

model = models.Sequential()
model.add(layers.Dense(32, activation="relu", input_dim=6))
model.add(layers.Dense(1))
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=40, validation_split=0.2, verbose=0)
