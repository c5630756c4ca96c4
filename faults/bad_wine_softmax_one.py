# verdict: fault
# score:
# fault: output_units, output_activation, loss
# held_out: true
# line: 19, 20
# fix 19: net.add(layers.Dense(3, activation="softmax"))
# fix 20: net.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

import numpy as np
from keras import layers, models

rng = np.random.default_rng(5)
label = rng.integers(0, 3, 600)
features = rng.normal(size=(600, 13)) + 1.5 * rng.normal(size=(3, 13))[label]

net = models.Sequential()
net.add(layers.Dense(32, activation="relu", input_shape=(13,)))
net.add(layers.Dense(16, activation="relu"))
net.add(layers.Dense(1, activation="softmax"))
net.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
net.fit(features, label, epochs=30, validation_split=0.25, verbose=0)
