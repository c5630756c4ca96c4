# verdict: crash
# source: SO-42532386
# fault: shape_broadcast
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.random((50, 3, 3))
y = rng.random(50)

model = keras.Sequential()
model.add(keras.Input((3,)))
model.add(layers.LSTM(4))
model.add(layers.Dense(1))
model.compile(optimizer="adam", loss="mean_squared_error")
model.fit(x, y, epochs=1, verbose=0)
