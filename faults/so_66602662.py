# verdict: fault
# source: SO-66602662
# score: 0.2040 0.0880 0.2170 -> 0.7130 0.7050 0.6900
# fault: output_units, output_activation, loss
# held_out: true
# line: 28
# fix 28: model.add(layers.Dense(5, activation="softmax"))
# fix 29: model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(10, 5))
cluster = rng.integers(0, 10, 1000)
x = rng.normal(size=(1000, 5)).astype("float32")
x[:, :5] += centers[cluster]
y = cluster % 5

model = keras.Sequential()
model.add(keras.Input((5,)))
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dropout(0.2))
model.add(layers.Dense(8, activation="relu"))
model.add(layers.Dropout(0.2))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss=keras.losses.CategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(x, y, batch_size=24, epochs=20, verbose=0)
