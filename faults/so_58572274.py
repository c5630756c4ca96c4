# verdict: fault
# source: SO-58572274
# score: 0.7500 0.5000 0.7500 -> 1.0000 1.0000 1.0000
# fault: output_activation, epochs, architecture
# held_out: false
# line: 21, 25
# fix 21: model.add(layers.Dense(8, activation="relu"))
# fix 22: model.add(layers.Dense(8, activation="relu"))
# fix 23: model.add(layers.Dense(1, activation="sigmoid"))
# fix 25: model.fit(x, y, epochs=2000, verbose=0)

import keras
import numpy as np
from keras import layers

x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([1, 0, 0, 1])

model = keras.Sequential()
model.add(keras.Input((2,)))
model.add(layers.Dense(2, activation="relu"))
model.add(layers.Dense(2, activation="relu"))
model.add(layers.Dense(1, activation="relu"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=100, verbose=0)
