# verdict: crash
# source: SO-59305008
# fault: shape_broadcast
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.random((40, 2))
y = keras.utils.to_categorical(rng.integers(0, 2, 40), 2)

model = keras.Sequential()
model.add(keras.Input((3,)))
model.add(layers.Dense(10, activation="relu"))
model.add(layers.Dense(10, activation="relu"))
model.add(layers.Dense(2, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=10, epochs=1, verbose=0)
