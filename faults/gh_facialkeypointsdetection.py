# verdict: fault
# source: GH-FacialKeypointsDetection
# score: 0.0000 0.0000 -> 0.9138 0.9145
# fault: optimizer, learning_rate, epochs, data_leak, hidden_activation, metric
# held_out: true
# line: 23, 28
# fix 23:         layers.Dense(50, activation="relu"),
# fix 24:         layers.Dense(100, activation="relu"),
# fix 28: model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="mean_squared_error")

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
codes = rng.uniform(-1, 1, size=(800, 6))
x = np.clip(0.5 + 0.2 * codes @ rng.normal(size=(6, 2304)), 0, 1).astype("float32")
y = np.tanh(codes @ rng.normal(size=(6, 30)))

model = keras.Sequential(
    [
        keras.Input((2304,)),
        layers.Dense(50),
        layers.Dense(100),
        layers.Dense(30),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.1), loss="mean_squared_error")
model.fit(x, y, epochs=15, validation_split=0.2, verbose=0)
