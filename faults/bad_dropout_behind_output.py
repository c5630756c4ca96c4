# verdict: fault
# score:
# fault: regularization, architecture
# held_out: false
# line: 18
# fix 18:

import numpy as np
from keras import layers, models

rng = np.random.default_rng(17)
y = rng.integers(0, 3, 900)
x = rng.normal(size=(900, 8)) + 1.2 * rng.normal(size=(3, 8))[y]

model = models.Sequential()
model.add(layers.Dense(32, activation="relu", input_dim=8))
model.add(layers.Dense(3, activation="softmax"))
model.add(layers.Dropout(0.9))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2, verbose=0)
