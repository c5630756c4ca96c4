# verdict: fault
# source: SO-56452176
# score: 0.0000 0.0000 0.9659 -> 1.0000 1.0000 1.0000
# fault: output_activation, hidden_activation, epochs
# held_out: false
# line: 21, 23, 27
# fix 21:         layers.Dense(16, activation="relu"),
# fix 23:         layers.Dense(1, activation="linear"),
# fix 27: model.fit(x, y, epochs=1000, verbose=0)

import keras
import numpy as np
from keras import layers

x = np.array([0.5, 1, 0.4, 5, 25])
y = np.array([0.25, 0.5, 0.2, 2.5, 12.5])

model = keras.Sequential(
    [
        keras.Input((1,)),
        layers.Dense(1, activation="relu"),
        layers.Dense(9, activation="relu"),
        layers.Dense(1, activation="relu"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="mean_squared_error")
model.fit(x, y, epochs=10, verbose=0)
