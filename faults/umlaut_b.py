# verdict: fault
# source: UMLAUT-B
# score: 0.0000 0.0000 0.0000 -> 1.0000 1.0000 0.9733
# fault: hidden_activation, learning_rate, data_leak
# held_out: true
# line: 30, 34, 39, 44
# fix 30: model.add(layers.Conv2D(8, 3, activation="relu"))
# fix 31: model.add(layers.Conv2D(8, 3, activation="relu"))
# fix 34: model.add(layers.Conv2D(16, 3, activation="relu"))
# fix 35: model.add(layers.Conv2D(16, 3, activation="relu"))
# fix 39: model.add(layers.Dense(128, activation="relu"))
# fix 40: model.add(layers.Dense(128, activation="relu"))
# fix 44:     optimizer=keras.optimizers.Adam(learning_rate=0.001),

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
patterns = rng.uniform(0, 255, size=(10, 4, 4, 3)).repeat(8, axis=1).repeat(8, axis=2)
labels = rng.integers(0, 10, 1100)
images = 0.35 * patterns[labels] + 0.65 * rng.uniform(0, 255, size=(1100, 32, 32, 3))
images = images.astype("uint8")
images = images.astype("float32") / 255
x, x_test = images[:800], images[800:]
y, y_test = labels[:800], labels[800:]

model = keras.Sequential()
model.add(keras.Input((32, 32, 3)))
model.add(layers.Conv2D(8, 3, activation="linear"))
model.add(layers.Conv2D(8, 3, activation="linear"))
model.add(layers.MaxPooling2D(2))
model.add(layers.Dropout(0.2))
model.add(layers.Conv2D(16, 3, activation="linear"))
model.add(layers.Conv2D(16, 3, activation="linear"))
model.add(layers.MaxPooling2D(2))
model.add(layers.Dropout(0.2))
model.add(layers.Flatten())
model.add(layers.Dense(128))
model.add(layers.Dense(128))
model.add(layers.Dropout(0.2))
model.add(layers.Dense(10))
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=-1000.0),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
model.fit(x, y, batch_size=64, epochs=4, validation_data=(x_test, y_test), verbose=0)
