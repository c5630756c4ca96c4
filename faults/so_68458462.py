# verdict: fault
# source: SO-68458462
# score: 0.0000 0.0000 0.0000 -> 0.9960 0.9999 0.9998
# fault: output_activation, architecture, epochs
# held_out: false
# line: 21, 25
# fix 21: model.add(layers.Dense(16, activation="relu"))
# fix 22: model.add(layers.Dense(16, activation="relu"))
# fix 23: model.add(layers.Dense(4, activation="linear"))
# fix 25: model.fit(x, y, batch_size=16, epochs=2000, verbose=0)

import keras
import numpy as np
from keras import layers

x = np.array([[1, 2, 3, 4, 5], [2, 4, 6, 8, 10], [3, 1, 4, 1, 5], [9, 2, 6, 5, 3], [5, 8, 9, 7, 9]])
y = np.array([[0, 1, 2, 3], [1, 2, 3, 4], [2, 0, 1, 3], [4, 3, 2, 1], [3, 4, 0, 2]])

model = keras.Sequential()
model.add(keras.Input((5,)))
model.add(layers.Dense(2, activation="relu"))
model.add(layers.Dense(2, activation="relu"))
model.add(layers.Dense(4, activation="sigmoid"))
model.compile(optimizer="adam", loss="mean_squared_error")
model.fit(x, y, batch_size=16, epochs=1000, verbose=0)
