# verdict: fault
# source: SO-56774954
# score: 0.0000 0.0000 0.0000 -> 0.9989 0.9993 0.9944
# fault: output_activation, loss, target_scaling
# held_out: false
# line: 23, 28
# fix 23:         layers.Dense(100, activation="relu"),
# fix 24:         layers.Dense(80, activation="relu"),
# fix 25:         layers.Dense(3, activation="linear"),
# fix 28: model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.05), loss="mse")

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(size=(1000, 10)).astype("float32")
y = x @ rng.uniform(10, 100, size=(10, 3)) + rng.normal(size=(1000, 3))

model = keras.Sequential(
    [
        keras.Input((10,)),
        layers.Dense(100, activation="sigmoid"),
        layers.Dense(80, activation="sigmoid"),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="poisson")
model.fit(x, y, epochs=30, verbose=0)
