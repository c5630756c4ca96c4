# verdict: fault
# source: SO-66840108
# score: 0.0000 0.0000 0.0000 -> 1.0000 1.0000 1.0000
# fault: output_activation, loss, input_scaling, metric
# held_out: false
# line: 17, 24
# fix 17+: x = (x - x.mean(axis=0)) / x.std(axis=0)
# fix 24: model.add(layers.Dense(1, activation="linear"))
# fix 25: model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="mse")

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
first = rng.uniform(100, 500, 44)
x = np.column_stack([first, 2 * first])
y = 3 * first

model = keras.Sequential()
model.add(keras.Input((2,)))
model.add(layers.Dense(196, activation="relu"))
model.add(layers.Dense(128, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, batch_size=10, epochs=200, verbose=0)
