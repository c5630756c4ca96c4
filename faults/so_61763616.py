# verdict: crash
# source: SO-61763616
# about: integer labels against two sigmoid units: broadcasts or crashes
# fault: loss, hidden_activation, label_encoding
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(4, 8))
cluster = rng.integers(0, 4, 600)
x = rng.normal(size=(600, 200)).astype("float32")
x[:, :8] += centers[cluster]
x = x.reshape(600, 200, 1)
y = cluster % 2

model = keras.Sequential()
model.add(keras.Input((200, 1)))
model.add(layers.Conv1D(16, 5))
model.add(layers.MaxPooling1D(4))
model.add(layers.Conv1D(32, 5))
model.add(layers.MaxPooling1D(4))
model.add(layers.Conv1D(16, 5))
model.add(layers.MaxPooling1D(4))
model.add(layers.Flatten())
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(2, activation="sigmoid"))
model.compile(optimizer="adam", loss="log_cosh", metrics=["accuracy"])
model.fit(x, y, epochs=5, verbose=0)
