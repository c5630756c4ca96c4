# verdict: fault
# source: SO-39525358
# score: 0.6940 0.5040 0.6960 -> 1.0000 1.0000 1.0000
# fault: input_scaling, learning_rate, output_activation
# held_out: true
# line: 15
# fix 15+: x = (x - x.mean(axis=0)) / x.std(axis=0)

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.integers(97, 123, size=(500, 3))
y = ((x[:, 0] > 109) ^ (x[:, 2] > 112)).astype(int)

model = keras.Sequential()
model.add(keras.Input((3,)))
model.add(layers.Dense(12, kernel_initializer="random_uniform"))
model.add(layers.Activation("relu"))
model.add(layers.Dense(3, kernel_initializer="random_uniform"))
model.add(layers.Activation("relu"))
model.add(layers.Dense(1, kernel_initializer="random_uniform"))
model.add(layers.Activation("sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=10, epochs=60, verbose=0)
