# verdict: healthy
# about: counts, with the loss made for them
# score:
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(size=(1000, 4))
y = rng.poisson(np.exp(0.8 * x[:, 0] - 0.5 * x[:, 1] + 1))
model = keras.Sequential(
    [
        keras.Input((4,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(1, activation="exponential"),
    ]
)
model.compile(optimizer="adam", loss="poisson")
model.fit(x, y, epochs=40, validation_split=0.2, verbose=0)
