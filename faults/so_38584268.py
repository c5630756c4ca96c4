# verdict: crash
# source: SO-38584268
# fault: architecture
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.random((20, 100, 100, 3))
y = keras.utils.to_categorical(rng.integers(0, 50, 20), 50)

model = keras.Sequential()
model.add(keras.Input((100, 100, 3)))
model.add(layers.Conv2D(15, 7, strides=7, activation="relu"))
model.add(layers.MaxPooling2D(2))
model.add(layers.Conv2D(250, 5, strides=5, activation="relu"))
model.add(layers.Dense(50))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=4, epochs=1, verbose=0)
