# verdict: fault
# source: UMLAUT-A
# score:
# fault: input_scaling, regularization, output_activation
# held_out: true
# line: 22, 31, 35, 39
# fix 22: images = images.astype("float32") / 255
# fix 31: model.add(layers.Dropout(0.3))
# fix 35: model.add(layers.Dropout(0.3))
# fix 39: model.add(layers.Dropout(0.3))
# fix 40: model.add(layers.Dense(10, activation="softmax"))

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
patterns = rng.uniform(0, 255, size=(10, 4, 4, 3)).repeat(8, axis=1).repeat(8, axis=2)
labels = rng.integers(0, 10, 1100)
images = 0.35 * patterns[labels] + 0.65 * rng.uniform(0, 255, size=(1100, 32, 32, 3))
images = images.astype("uint8")
images = images.astype("float32")
x, x_test = images[:800], images[800:]
y, y_test = labels[:800], labels[800:]

model = keras.Sequential()
model.add(keras.Input((32, 32, 3)))
model.add(layers.Conv2D(8, 3, activation="relu"))
model.add(layers.Conv2D(8, 3, activation="relu"))
model.add(layers.MaxPooling2D(2))
model.add(layers.Dropout(0.8))
model.add(layers.Conv2D(16, 3, activation="relu"))
model.add(layers.Conv2D(16, 3, activation="relu"))
model.add(layers.MaxPooling2D(2))
model.add(layers.Dropout(0.8))
model.add(layers.Flatten())
model.add(layers.Dense(128, activation="relu"))
model.add(layers.Dense(128, activation="relu"))
model.add(layers.Dropout(0.8))
model.add(layers.Dense(10))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=64, epochs=4, validation_data=(x_test, y_test), verbose=0)
