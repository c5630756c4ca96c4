# verdict: doubtful
# source: MUT-C1
# score: 0.4167 0.5667
# fault: hidden_activation
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
patterns = rng.uniform(0, 255, size=(10, 4, 4, 3)).repeat(8, axis=1).repeat(8, axis=2)
labels = rng.integers(0, 10, 1300)
images = 0.35 * patterns[labels] + 0.65 * rng.uniform(0, 255, size=(1300, 32, 32, 3))
images = images.astype("uint8")
images = images.astype("float32") / 255
x, x_test = images[:1000], images[1000:]
y, y_test = labels[:1000], labels[1000:]

model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        layers.Conv2D(8, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(16, 3, activation="hard_sigmoid"),
        layers.MaxPooling2D(2),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(256, activation="relu"),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=64, epochs=6, validation_data=(x_test, y_test), verbose=0)
