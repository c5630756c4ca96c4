# verdict: harmless
# source: SO-41823068
# score:
# fault: output_activation
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(10, 8))
cluster = rng.integers(0, 10, 1000)
x = rng.normal(size=(1000, 10)).astype("float32")
x[:, :8] += centers[cluster]
x = x.reshape(1000, 10, 1)
y = keras.utils.to_categorical(cluster % 5, 5)

model = keras.Sequential()
model.add(keras.Input((10, 1)))
model.add(layers.Flatten())
model.add(layers.Dense(256, activation="relu"))
model.add(layers.Dropout(0.5))
model.add(layers.Dense(5, activation="sigmoid"))
model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2, verbose=0)
