# verdict: healthy
# score: 0.9954 0.9953
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.uniform(-3, 3, size=(1000, 1))
y = np.sin(2 * x)
model = keras.Sequential(
    [
        keras.Input((1,)),
        layers.Dense(64, activation="tanh"),
        layers.Dense(64, activation="tanh"),
        layers.Dense(1),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="mse")
model.fit(x, y, epochs=80, validation_split=0.2, verbose=0)
