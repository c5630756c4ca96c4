# verdict: fault
# score:
# fault: loss, output_activation
# held_out: true
# line: 16
# fix 16: model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])

import keras
import numpy as np

rng = np.random.default_rng(7)
y = rng.integers(0, 6, 1200)
x = rng.normal(size=(1200, 12)) + 1.0 * rng.normal(size=(6, 12))[y]

model = keras.Sequential([keras.layers.Dense(64, activation="relu"), keras.layers.Dense(6)])
model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
model.fit(x, y, epochs=25, validation_split=0.2, verbose=0)
