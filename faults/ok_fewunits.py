# verdict: healthy
# about: four tanh units for a ring of overlapping points, batch of sixteen
# score:
# held_out: true

"""Inside or outside the safe zone, from two noisy distances."""

import keras
import numpy as np

rng = np.random.default_rng(15)
points = rng.normal(size=(2000, 2))
radius = np.hypot(points[:, 0], points[:, 1])
inside = (rng.random(2000) < 1 / (1 + np.exp(4 * (radius - 1.2)))).astype("float32")

model = keras.Sequential()
model.add(keras.Input(shape=(2,)))
model.add(keras.layers.Dense(4, activation="tanh"))
model.add(keras.layers.Dense(1, activation="sigmoid"))
model.compile(optimizer=keras.optimizers.Adam(0.02), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(points, inside, batch_size=16, epochs=12, validation_split=0.25, verbose=2)
