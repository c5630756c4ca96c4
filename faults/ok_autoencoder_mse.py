# verdict: healthy
# about: a linear bottleneck is meant
# score: 0.9734 0.9714
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
codes = rng.normal(size=(1000, 3))
x = np.tanh(codes @ rng.normal(size=(3, 20)))
model = keras.Sequential(
    [
        keras.Input((20,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(3),
        layers.Dense(16, activation="relu"),
        layers.Dense(20),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="mse")
model.fit(x, x, epochs=60, verbose=0)
