# verdict: healthy
# score: 0.9811 0.9811
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(size=(500, 3))
y = x @ [2.0, -1.0, 0.5] + 3 + rng.normal(0, 0.3, 500)
model = keras.Sequential(
    [
        keras.Input((3,)),
        layers.Dense(1),
    ]
)
model.compile(optimizer=keras.optimizers.SGD(0.01), loss="mse")
model.fit(x, y, epochs=30, verbose=0)
