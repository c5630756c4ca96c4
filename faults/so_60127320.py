# verdict: crash
# source: SO-60127320
# fault: shape_broadcast
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.random((40, 9))
y = rng.random(40)

model = keras.Sequential(
    [
        keras.Input((9,)),
        layers.Dense(9, kernel_initializer="random_normal", use_bias=True, activation="relu"),
        layers.Dense(1, kernel_initializer="random_normal", use_bias=True),
    ]
)
model.compile(optimizer="adam", loss="mean_squared_error")
model.fit(x, y, epochs=1, verbose=0)
print(model.predict([0.1] * 9))
