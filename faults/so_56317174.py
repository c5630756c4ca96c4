# verdict: fault
# source: SO-56317174
# about: labels end up as -1 and 1 under a sigmoid
# score:
# fault: output_activation, loss, target_scaling, label_encoding
# held_out: true
# line: 22, 39
# fix 22:
# fix 39: model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(4, 4))
cluster = rng.integers(0, 4, 1500)
x = rng.normal(size=(1500, 4)).astype("float32")
x[:, :4] += centers[cluster]
y = cluster % 2
x = (x - x.min(axis=0)) / (x.max(axis=0) - x.min(axis=0)) * 2 - 1
y = y * 2 - 1

model = keras.Sequential(
    [
        keras.Input((4,)),
        layers.BatchNormalization(),
        layers.Dense(4, activation="relu"),
        layers.Dropout(0.5),
        layers.BatchNormalization(),
        layers.Dense(4, activation="relu"),
        layers.Dropout(0.5),
        layers.BatchNormalization(),
        layers.Dense(4, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="rmsprop", loss="mse", metrics=["accuracy"])
model.fit(x, y, batch_size=64, epochs=40, validation_split=0.2, verbose=0)
