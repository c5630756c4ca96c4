# verdict: crash
# source: SO-46858890
# fault: shape_broadcast
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.random((50, 1))
y = rng.random(50)

model = keras.Sequential()
model.add(keras.Input((5,)))
model.add(layers.Dense(1))
model.compile(optimizer="rmsprop", loss="mse")
model.fit(x, y, epochs=1, verbose=0)
