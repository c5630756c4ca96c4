# verdict: fault
# source: SO-46869312
# score: 0.4456 0.4738 0.4742 -> 0.8335 0.8286 0.8493
# fault: output_activation, loss
# held_out: false
# line: 32, 35
# fix 32:         1, activation="linear", kernel_initializer=keras.initializers.RandomUniform(minval=-0.3257, maxval=0.3257)
# fix 35: model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="mse")

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(size=(1000, 64)).astype("float32")
y = x @ rng.uniform(10, 100, size=(64, 1)) + rng.normal(size=(1000, 1))
y = y[:, 0]
y = 2 * (y - y.min()) / (y.max() - y.min()) - 1

model = keras.Sequential()
model.add(keras.Input((64,)))
model.add(
    layers.Dense(
        64, activation="relu", kernel_initializer=keras.initializers.RandomUniform(minval=-0.1647, maxval=0.1647)
    )
)
model.add(
    layers.Dense(32, activation="relu", kernel_initializer=keras.initializers.RandomUniform(minval=-0.19, maxval=0.19))
)
model.add(
    layers.Dense(
        1, activation="sigmoid", kernel_initializer=keras.initializers.RandomUniform(minval=-0.3257, maxval=0.3257)
    )
)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="binary_crossentropy")
model.fit(x, y, batch_size=50, epochs=15, validation_split=0.2, verbose=0)
