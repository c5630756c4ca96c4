# verdict: healthy
# score:
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
y = rng.integers(0, 2, 1200)
x = rng.integers(1, 500, size=(1200, 20))
good = rng.random((1200, 20)) < 0.3
x[good] = rng.integers(500, 520, good.sum()) + 20 * np.repeat(y, 20).reshape(1200, 20)[good]
model = keras.Sequential(
    [
        keras.Input((20,)),
        layers.Embedding(540, 16),
        layers.Bidirectional(layers.LSTM(16)),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=6, validation_split=0.2, verbose=0)
