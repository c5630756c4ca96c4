# verdict: healthy
# score: 1.0000 1.0000 0.9980
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
patterns = rng.uniform(0, 255, size=(10, 4, 4, 3)).repeat(8, axis=1).repeat(8, axis=2)
labels = rng.integers(0, 10, 2000)
images = 0.35 * patterns[labels] + 0.65 * rng.uniform(0, 255, size=(2000, 32, 32, 3))
images = images.astype("uint8")
images = images.astype("float32") / 255
x, x_test = images[:1500], images[1500:]
y, y_test = labels[:1500], labels[1500:]
model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.BatchNormalization(),
        layers.MaxPooling2D(),
        layers.Conv2D(32, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=12, validation_data=(x_test, y_test), verbose=0)
