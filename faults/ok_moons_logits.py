# verdict: healthy
# score: 0.9900 1.0000
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
angle = rng.uniform(0, np.pi, 1000)
y = rng.integers(0, 2, 1000)
x = np.column_stack([np.cos(angle), np.sin(angle)])
x[y == 1] = [1, 0.5] - x[y == 1]
x += rng.normal(0, 0.12, size=x.shape)
model = keras.Sequential(
    [
        keras.Input((2,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(32, activation="relu"),
        layers.Dense(1),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(0.01), loss=keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
