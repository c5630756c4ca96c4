# verdict: fault
# source: GH-kaggle-melbourne_properties
# score: 0.0000 0.0000 -> 0.9250 0.9308
# fault: target_scaling
# held_out: false
# line: 15
# fix 15+: y = (y - y.mean()) / y.std()

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(size=(800, 13))
y = 1_000_000 + 300_000 * x[:, 0] + 150_000 * np.abs(x[:, 1]) * x[:, 2] + 20_000 * rng.normal(size=800)

model = keras.Sequential(
    [
        keras.Input((13,)),
        layers.Dense(20, activation="tanh", kernel_initializer="glorot_normal"),
        layers.Dense(20, activation="tanh", kernel_initializer="glorot_normal"),
        layers.Dense(1, activation="linear"),
    ]
)
model.compile(optimizer="adam", loss="mean_absolute_error")
model.fit(x, y, batch_size=8, epochs=30, validation_split=0.2, verbose=0)
