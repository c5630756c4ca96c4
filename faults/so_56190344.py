# verdict: crash
# source: SO-56190344
# fault: label_encoding
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.random((60, 10, 8))
y = keras.utils.to_categorical(rng.integers(0, 8, (60, 10)), 8)

model = keras.Sequential(
    [
        keras.Input((10, 8)),
        layers.Conv1D(64, 3, activation="relu"),
        layers.Conv1D(64, 3, activation="relu"),
        layers.Dropout(0.5),
        layers.MaxPooling1D(2),
        layers.Flatten(),
        layers.Dense(100, activation="relu"),
        layers.Dense(8, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=64, epochs=1, verbose=0)
