# verdict: fault
# score: 0.0000 0.0000 0.0000 -> 0.9739 0.9770 0.9724
# fault: output_activation, target_scaling
# held_out: false
# line: 20, 21
# fix 20: model.add(layers.Dense(1))
# fix 21: model.compile(optimizer=__import__("keras").optimizers.Adam(0.01), loss="mse", metrics=["mae"])

import numpy as np
from keras import layers, models

rng = np.random.default_rng(9)
day = rng.uniform(0, 365, 1000)
hour = rng.uniform(0, 24, 1000)
x = np.column_stack([np.sin(day / 58), np.cos(day / 58), np.sin(hour / 3.8), np.cos(hour / 3.8)])
temperature = 12 + 9 * x[:, 0] + 4 * x[:, 2] + rng.normal(0, 1, 1000)

model = models.Sequential()
model.add(layers.Dense(32, activation="tanh", input_dim=4))
model.add(layers.Dense(1, activation="tanh"))
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(x, temperature, epochs=60, batch_size=16, validation_split=0.2, verbose=0)
