# verdict: healthy
# score: 0.7667 0.7875
# held_out: true

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
        layers.Dense(64, kernel_regularizer=keras.regularizers.L2(1e-4)),
        layers.LeakyReLU(),
        layers.Dropout(0.3),
        layers.Dense(4, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=50, validation_split=0.2, verbose=0)
