# verdict: healthy
# score:
# held_out: true

import numpy as np
from keras import layers, models

rng = np.random.default_rng(41)
x = rng.normal(size=(900, 3)) @ rng.normal(size=(3, 16))
x = (x - x.mean()) / x.std()

model = models.Sequential([layers.Input((16,)), layers.Dense(3), layers.Dense(16)])
model.compile(optimizer=__import__("keras").optimizers.Adam(0.01), loss="mse")
model.fit(x, x, epochs=40, validation_split=0.2, verbose=0)
