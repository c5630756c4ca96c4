# verdict: fault
# score: 0.6375 0.6375 0.6375 -> 0.8000 0.7937 0.8187
# fault: label_encoding, output_units
# held_out: false
# line: 12
# fix 19: model.fit(x, grade - 1, epochs=25, validation_split=0.2, verbose=0)

import numpy as np
from keras import layers, models

rng = np.random.default_rng(15)
grade = rng.integers(1, 5, 800)
x = rng.normal(size=(800, 7)) + rng.normal(size=(5, 7))[grade]

model = models.Sequential()
model.add(layers.Dense(32, activation="relu", input_dim=7))
model.add(layers.Dense(4, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, grade, epochs=25, validation_split=0.2, verbose=0)
