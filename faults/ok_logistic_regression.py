# verdict: healthy
# about: as good as these labels allow
# score: 0.9350 0.9300
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(size=(1000, 10))
y = (x @ rng.normal(size=10) + rng.normal(size=1000) > 0).astype(int)
model = keras.Sequential(
    [
        keras.Input((10,)),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
