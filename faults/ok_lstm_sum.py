# verdict: healthy
# score: 0.9700 0.9750
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(size=(1000, 12, 2))
y = (x[:, :, 0].sum(axis=1) > 0).astype(int)
model = keras.Sequential(
    [
        keras.Input((12, 2)),
        layers.LSTM(16),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=15, validation_split=0.2, verbose=0)
