# verdict: fault
# source: SO-34311586
# score: 0.3333 0.3333 0.3333 -> 1.0000 1.0000 1.0000
# fault: output_activation, output_units, learning_rate, epochs
# held_out: false
# line: 26
# fix 26: model.add(layers.Dense(1, kernel_initializer="random_uniform", activation="sigmoid"))
# fix 27: model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.05), loss="mean_squared_error", metrics=["accuracy"])
# fix 28: model.fit(x, y, epochs=2000, verbose=0)
# fix 29:
# fix 30:
# fix 31:
# fix 32:

import keras
import numpy as np
from keras import layers

x = np.array([[1, 1], [0, 0], [1, 0], [0, 1], [1, 1], [0, 0]])
y = np.array([0, 0, 1, 1, 0, 0])

model = keras.Sequential()
model.add(keras.Input((2,)))
model.add(layers.Dense(2, kernel_initializer="random_uniform", activation="sigmoid"))
model.add(layers.Dense(3, kernel_initializer="random_uniform", activation="sigmoid"))
model.add(layers.Dense(1, kernel_initializer="random_uniform", activation="softmax"))
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.001, momentum=0.9, nesterov=True),
    loss="mean_squared_error",
    metrics=["accuracy"],
)
model.fit(x, y, epochs=20, verbose=0)
