# verdict: fault
# score: 0.4750 0.2250 0.3208 -> 0.9708 0.9667 0.9708
# fault: learning_rate
# held_out: false
# line: 22
# fix 22: lr = 0.001

import keras
import numpy as np

rng = np.random.default_rng(6)
y = rng.integers(0, 4, 1200)
x = rng.normal(size=(1200, 12)) + 1.0 * rng.normal(size=(4, 12))[y]

model = keras.Sequential(
    [
        keras.layers.Input((12,)),
        keras.layers.Dense(48, activation="relu"),
        keras.layers.Dense(4, activation="softmax"),
    ]
)
lr = keras.optimizers.schedules.ExponentialDecay(0.001, decay_steps=1, decay_rate=0.9)
model.compile(keras.optimizers.Adam(learning_rate=lr), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2, verbose=0)
