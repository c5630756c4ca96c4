# verdict: fault
# score:
# fault: learning_rate
# held_out: false
# line: 20
# fix 20: opt = keras.optimizers.Adam(learning_rate=0.001)

import keras
import numpy as np

rng = np.random.default_rng(4)
y = rng.integers(0, 5, 1000)
x = rng.normal(size=(1000, 10)) + 1.2 * rng.normal(size=(5, 10))[y]

inputs = keras.Input(shape=(10,))
h = keras.layers.Dense(64, activation="relu")(inputs)
h = keras.layers.Dense(64, activation="relu")(h)
outputs = keras.layers.Dense(5, activation="softmax")(h)
model = keras.Model(inputs, outputs)
opt = keras.optimizers.Adam(learning_rate=1.0)
model.compile(optimizer=opt, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=32, epochs=20, validation_split=0.2, verbose=0)
