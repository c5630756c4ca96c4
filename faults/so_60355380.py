# verdict: fault
# source: SO-60355380
# score:
# fault: output_activation, output_units
# held_out: false
# line: 37
# fix 37:         layers.Dense(1, activation="sigmoid"),

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(4, 8))
cluster = rng.integers(0, 4, 1000)
x = rng.normal(size=(1000, 25)).astype("float32")
x[:, :8] += centers[cluster]
x = x.reshape(1000, 5, 5, 1)
y = cluster % 2

model = keras.Sequential(
    [
        keras.Input((5, 5, 1)),
        layers.Conv2D(32, 3, activation="relu", padding="same"),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(padding="same"),
        layers.Conv2D(128, 3, activation="relu", padding="same"),
        layers.Conv2D(128, 3, activation="relu", padding="same"),
        layers.MaxPooling2D(padding="same"),
        layers.Conv2D(128, 3, activation="relu", padding="same"),
        layers.Conv2D(128, 3, activation="relu", padding="same"),
        layers.MaxPooling2D(padding="same"),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(64, activation="relu"),
        layers.Dense(32, activation="relu"),
        layers.Dense(1, activation="softmax"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10, validation_split=0.2, verbose=0)
