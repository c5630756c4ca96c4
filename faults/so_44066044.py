# verdict: fault
# source: SO-44066044
# score:
# fault: input_scaling, output_activation
# held_out: false
# line: 17, 27
# fix 17+: x = (x - x.mean(axis=0)) / x.std(axis=0)
# fix 27:         layers.Activation("sigmoid"),

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
y = rng.integers(0, 2, 1000)
scale = np.array([4, 20, 1500, 60000, 2, 8000, 255, 17, 65000, 4e9, 4e9])
x = rng.random((1000, 11)) * 0.7 * scale + (y[:, None] * rng.random(11) * 0.5) * scale

model = keras.Sequential(
    [
        keras.Input((11,)),
        layers.Dense(12, kernel_initializer="random_normal"),
        layers.Activation("relu"),
        layers.Dense(12, kernel_initializer="random_normal"),
        layers.Activation("relu"),
        layers.Dense(1, kernel_initializer="random_normal"),
        layers.Activation("relu"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=10, epochs=30, verbose=0)
