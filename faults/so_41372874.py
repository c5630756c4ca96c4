# verdict: control
# source: SO-41372874
# score:
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.uniform(-1, 1, size=(600, 2))
y = (x[:, 0] + 0.5 * x[:, 1] > 0).astype(int)

model = keras.Sequential()
model.add(keras.Input((2,)))
model.add(layers.Dense(2, kernel_initializer="random_uniform"))
model.add(layers.Activation("relu"))
model.add(layers.Dense(2, kernel_initializer="random_uniform"))
model.add(layers.Activation("relu"))
model.add(layers.Dense(1, kernel_initializer="random_uniform"))
model.add(layers.Activation("sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=2, epochs=20, verbose=0)
