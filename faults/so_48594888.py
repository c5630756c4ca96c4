# verdict: fault
# source: SO-48594888
# score: 0.1000 0.1100 0.0800 -> 1.0000 1.0000 1.0000
# fault: input_scaling
# held_out: false
# line: 18
# fix 18: images = images.astype("float32") / 255

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
patterns = rng.uniform(0, 255, size=(10, 4, 4, 3)).repeat(8, axis=1).repeat(8, axis=2)
labels = rng.integers(0, 10, 1100)
images = 0.35 * patterns[labels] + 0.65 * rng.uniform(0, 255, size=(1100, 32, 32, 3))
images = images.astype("uint8")
images = images.astype("float32")
labels = keras.utils.to_categorical(labels, 10)
x, x_test = images[:800], images[800:]
y, y_test = labels[:800], labels[800:]

model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        layers.Conv2D(64, 3, kernel_initializer="he_normal"),
        layers.Activation("relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, kernel_initializer="he_normal"),
        layers.Activation("relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128),
        layers.Activation("relu"),
        layers.Dropout(0.3),
        layers.Dense(10),
        layers.Activation("softmax"),
    ]
)
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=3, validation_data=(x_test, y_test), verbose=0)
