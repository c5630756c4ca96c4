# verdict: crash
# source: SO-52210472
# fault: shape_broadcast
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.random((100, 21))
y = rng.integers(0, 2, (100, 1))

model = keras.Sequential()
model.add(keras.Input((21,)))
model.add(layers.Dense(40, activation="relu"))
model.add(layers.Dropout(0.2))
model.add(layers.Dense(1, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=1, verbose=0)
print(model.predict(x[0]))
