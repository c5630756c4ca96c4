# verdict: crash
# source: SO-40331510
# fault: shape_broadcast
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.random((50, 10, 10))
y = keras.utils.to_categorical(rng.integers(0, 2, 50), 2)

model = keras.Sequential()
model.add(keras.Input((10, 10)))
model.add(layers.LSTM(100))
model.add(layers.LSTM(100))
model.add(layers.Flatten())
model.add(layers.Dense(100, activation="relu"))
model.add(layers.Dropout(0.5))
model.add(layers.Dense(2, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=1, epochs=1, verbose=0)
