# verdict: fault
# source: SO-59758722
# score: 0.1691 0.2068 0.1814 -> 0.9991 0.9981 0.9991
# fault: output_activation, learning_rate, target_scaling
# held_out: true
# line: 23
# fix 23: model.add(layers.Dense(1, activation="linear"))
# fix 24: model.compile(optimizer=keras.optimizers.RMSprop(learning_rate=0.01), loss="mean_squared_error")

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(size=(1000, 4)).astype("float32")
y = x @ rng.uniform(10, 100, size=(4, 1)) + rng.normal(size=(1000, 1))
y = y[:, 0]

model = keras.Sequential()
model.add(keras.Input((4,)))
model.add(layers.Dense(30, activation="relu"))
model.add(layers.Dense(30, activation="relu"))
model.add(layers.Dense(1, activation="relu"))
model.compile(optimizer="rmsprop", loss="mean_squared_error")
model.fit(x, y, batch_size=128, epochs=30, verbose=0)
