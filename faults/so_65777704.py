# verdict: fault
# source: SO-65777704
# score:
# fault: hidden_activation, architecture
# held_out: true
# line: 30
# fix 30: model.add(layers.Dense(8, activation="relu"))
# fix 31: model.add(layers.Dense(16, activation="relu"))
# fix 32: model.add(layers.Dense(32, activation="relu"))
# fix 33: model.add(layers.Dense(64, activation="relu"))
# fix 34: model.add(layers.Dense(128, activation="relu"))

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
patterns = rng.uniform(0, 255, size=(10, 4, 4, 3)).repeat(8, axis=1).repeat(8, axis=2)
labels = rng.integers(0, 10, 2000)
images = 0.35 * patterns[labels] + 0.65 * rng.uniform(0, 255, size=(2000, 32, 32, 3))
images = images.astype("uint8")
images = images.astype("float32") / 255
labels = keras.utils.to_categorical(labels, 10)
x, x_test = images[:1500], images[1500:]
y, y_test = labels[:1500], labels[1500:]

model = keras.Sequential()
model.add(keras.Input((32, 32, 3)))
model.add(layers.Flatten())
model.add(layers.Dense(8, activation="sigmoid"))
model.add(layers.Dense(16, activation="sigmoid"))
model.add(layers.Dense(32, activation="sigmoid"))
model.add(layers.Dense(64, activation="sigmoid"))
model.add(layers.Dense(128, activation="sigmoid"))
model.add(layers.Dense(10, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=100, epochs=30, validation_data=(x_test, y_test), verbose=0)
