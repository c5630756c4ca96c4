# verdict: fault
# source: SO-48934338
# score:
# fault: learning_rate
# held_out: false
# line: 28
# fix 28: model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.001), loss="mse")

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = np.arange(0, 5, 0.1)
y = 5 * x**2 + rng.normal(size=50) ** 3

model = keras.Sequential(
    [
        keras.Input((1,)),
        layers.Dense(50),
        layers.Activation("relu"),
        layers.Dense(30, kernel_initializer="random_uniform"),
        layers.Activation("relu"),
        layers.Dense(1),
        layers.Activation("linear"),
    ]
)
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="mse")
model.fit(x, y, epochs=500, verbose=0)
