# verdict: crash
# source: SO-62299824
# fault: architecture
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.random((20, 64, 64, 3))
y = keras.utils.to_categorical(rng.integers(0, 2, 20), 2)

model = keras.Sequential()
model.add(keras.Input((64, 64, 3)))
model.add(layers.Conv2D(32, 2, activation="relu"))
model.add(layers.MaxPooling2D(2, strides=2))
model.add(layers.Conv2D(32, 2, activation="relu"))
model.add(layers.MaxPooling2D(2, strides=2))
model.add(layers.Dense(128, activation="relu"))
model.add(layers.Dense(2, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=1, verbose=0)
