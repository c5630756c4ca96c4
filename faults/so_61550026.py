# verdict: crash
# source: SO-61550026
# fault: shape_broadcast
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.random((20, 20, 85, 1))
y = keras.utils.to_categorical(rng.integers(0, 3, 20), 3)

model = keras.Sequential()
model.add(keras.Input((20, 85, 1)))
model.add(layers.LSTM(32, return_sequences=True))
model.add(layers.LSTM(20))
model.add(layers.Dense(3, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=1, verbose=0)
