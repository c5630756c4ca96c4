# verdict: fault
# source: SO-69787272
# score: 0.5000 0.5000 0.5000 -> 0.8860 0.9300 0.8620
# fault: output_activation, architecture
# held_out: true
# line: 24
# fix 24: model.add(layers.Dense(1, activation="sigmoid"))

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(4, 8))
cluster = rng.integers(0, 4, 1000)
x = rng.normal(size=(1000, 31)).astype("float32")
x[:, :8] += centers[cluster]
y = cluster % 2

model = keras.Sequential()
model.add(keras.Input((31,)))
model.add(layers.Dense(31, activation="relu"))
model.add(layers.Dense(1, activation="relu"))
model.add(layers.Dense(1, activation="relu"))
model.compile(optimizer="sgd", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=50, epochs=20, verbose=0)
