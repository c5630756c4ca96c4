# verdict: fault
# score:
# fault: loss
# held_out: true
# line: 18
# fix 18: model.compile(optimizer="adam", loss="mse")

import numpy as np
from keras import layers, models

rng = np.random.default_rng(21)
x = rng.normal(size=(900, 5))
y = x @ np.array([1.0, -2.0, 0.5, 0.0, 1.5]) + rng.normal(0, 0.1, 900)

model = models.Sequential()
model.add(layers.Dense(32, activation="relu", input_dim=5))
model.add(layers.Dense(1))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
