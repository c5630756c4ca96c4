# verdict: no_signal
# score:
# fault: no_signal, label_noise
# held_out: true
# line: 15, 16
# fix 15:
# fix 16:

import numpy as np
from keras import layers, models

rng = np.random.default_rng(18)
y = rng.integers(0, 3, 900)
x = rng.normal(size=(900, 8)) + 1.2 * rng.normal(size=(3, 8))[y]
rng.shuffle(x)
rng.shuffle(y)

model = models.Sequential()
model.add(layers.Dense(32, activation="relu", input_dim=8))
model.add(layers.Dense(3, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2, verbose=0)
