# verdict: fault
# source: SO-57397440
# score: 0.6011 0.6011 0.6011 -> 0.9947 0.9912 0.9895
# fault: output_activation, output_units, input_scaling
# held_out: false
# line: 17, 26
# fix 17+: x = (x - x.mean(axis=0)) / x.std(axis=0)
# fix 26:         layers.Dense(1, activation="sigmoid"),

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
y = (rng.random(569) < 0.627).astype(int)
scale = 10.0 ** rng.uniform(-3, 3, 30)
x = np.abs(rng.normal(4 + 0.9 * (1 - y[:, None]) * rng.uniform(0, 1.5, 30), 1, size=(569, 30))) * scale

model = keras.Sequential(
    [
        keras.Input((30,)),
        layers.Dense(30, activation="relu"),
        layers.BatchNormalization(axis=1),
        layers.Dense(60, activation="relu"),
        layers.BatchNormalization(axis=1),
        layers.Dense(1, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10, verbose=0)
