# verdict: fault
# score: 0.2550 0.2550 0.2550 -> 0.9850 0.9850 0.9900
# fault: hidden_activation, optimizer, learning_rate
# held_out: true
# line: 17, 19
# fix 17: model.add(layers.Dense(32, activation="relu", input_dim=16))
# fix 19:     model.add(layers.Dense(32, activation="relu"))

import numpy as np
from keras import layers, models

rng = np.random.default_rng(20)
y = rng.integers(0, 4, 1000)
x = rng.normal(size=(1000, 16)) + 1.2 * rng.normal(size=(4, 16))[y]

model = models.Sequential()
model.add(layers.Dense(32, activation="sigmoid", input_dim=16))
for _ in range(5):
    model.add(layers.Dense(32, activation="sigmoid"))
model.add(layers.Dense(4, activation="softmax"))
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
