# verdict: healthy
# about: one linear layer on linear data, plain SGD
# score:
# held_out: false

"""Heating demand from weather, as one linear layer."""

import keras
import numpy as np

rng = np.random.default_rng(30)
outside = rng.normal(8, 7, 1500)
wind = rng.gamma(2, 2, 1500)
sun = rng.uniform(0, 8, 1500)
weekend = rng.integers(0, 2, 1500)
demand = 60 - 2.1 * outside + 1.4 * wind - 1.1 * sun - 4 * weekend + rng.normal(0, 6, 1500)

X = np.column_stack([outside, wind, sun, weekend])
X = (X - X.mean(axis=0)) / X.std(axis=0)
y = ((demand - demand.mean()) / demand.std()).reshape(-1, 1)

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile(optimizer="sgd", loss="mse", metrics=["mae"])
history = model.fit(X, y, epochs=20, batch_size=32, validation_split=0.2, verbose=2)
print(model.get_weights())
