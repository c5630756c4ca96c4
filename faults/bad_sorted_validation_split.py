# verdict: fault
# score:
# fault: train_validation_mismatch, shuffle
# held_out: false
# line: 14
# fix 14+: order = rng.permutation(len(x)); x, y = x[order], y[order]

import numpy as np
from keras import layers, models

rng = np.random.default_rng(11)
centers = rng.normal(size=(5, 10))
x = np.concatenate([rng.normal(size=(200, 10)) + 1.3 * center for center in centers])
y = np.repeat(np.arange(5), 200)

model = models.Sequential()
model.add(layers.Dense(32, activation="relu", input_shape=(10,)))
model.add(layers.Dense(5, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
