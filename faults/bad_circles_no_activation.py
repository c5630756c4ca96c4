# verdict: fault
# score: 0.6150 0.6150 0.6150 -> 0.9800 0.9800 0.9700
# fault: hidden_activation
# held_out: false
# line: 17, 18
# fix 17: model.add(layers.Dense(32, input_dim=2, activation="relu"))
# fix 18: model.add(layers.Dense(16, activation="relu"))

import numpy as np
from keras import layers, models

rng = np.random.default_rng(19)
x = rng.uniform(-1, 1, size=(1000, 2))
y = (x[:, 0] ** 2 + x[:, 1] ** 2 < 0.5).astype(int)

model = models.Sequential()
model.add(layers.Dense(32, input_dim=2))
model.add(layers.Dense(16))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=60, batch_size=32, validation_split=0.2, verbose=0)
