# verdict: harmless
# source: SO-50914860
# score:
# fault: output_activation
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
patterns = rng.uniform(0, 255, size=(3, 4, 4, 3)).repeat(8, axis=1).repeat(8, axis=2)
labels = rng.integers(0, 3, 800)
images = 0.35 * patterns[labels] + 0.65 * rng.uniform(0, 255, size=(800, 32, 32, 3))
images = images.astype("uint8")
images = (images.astype("float32") - images.mean()) / images.std()
labels = keras.utils.to_categorical(labels, 3)
x, x_test = images[:600], images[600:]
y, y_test = labels[:600], labels[600:]

model = keras.Sequential()
model.add(keras.Input((32, 32, 3)))
model.add(layers.Conv2D(32, 3, activation="relu"))
model.add(layers.MaxPooling2D(2))
model.add(layers.Conv2D(32, 3, activation="relu"))
model.add(layers.MaxPooling2D(2))
model.add(layers.Flatten())
model.add(layers.Dense(128, activation="relu"))
model.add(layers.Dense(3, activation="sigmoid"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=3, validation_data=(x_test, y_test), verbose=0)
