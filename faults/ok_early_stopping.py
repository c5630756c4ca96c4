# verdict: healthy
# score: 0.8167 0.8167
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(8, 6))
cluster = rng.integers(0, 8, 1200)
x = rng.normal(size=(1200, 6)) + centers[cluster]
y = cluster % 4
model = keras.Sequential(
    [
        keras.Input((6,)),
        layers.Dense(64, activation="relu"),
        layers.Dense(4, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
model.fit(x, y, epochs=100, validation_split=0.2, callbacks=[stop], verbose=0)
