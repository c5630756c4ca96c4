# verdict: fault
# about: StackOverflow 51432992 and alike: class_weight for rare failures, given to the wrong class
# score: 0.9190 0.9310 0.9160 -> 0.9410 0.9400 0.9530
# fault: class_imbalance
# held_out: false
# line: 29
# fix 29: class_weight = {0: 1.0, 1: 5.0}

"""Predict machine failures from sensor readings; about one machine in six fails."""

import numpy as np
from keras import layers, models

rng = np.random.default_rng(21)
n = 5000
failed = (rng.random(n) < 0.16).astype("int32")
vibration = rng.normal(2.0 + 1.9 * failed, 0.7)
temperature = rng.normal(60 + 12.0 * failed, 7.0)
pressure = rng.normal(30 - 2.5 * failed, 3.0)
age = rng.uniform(0, 15, n)
rpm = rng.normal(1500, 120, n)
X = np.column_stack([vibration, temperature, pressure, age, rpm])

order = rng.permutation(n)
train, val = order[:4000], order[4000:]
mu, sd = X[train].mean(axis=0), X[train].std(axis=0)
X = ((X - mu) / sd).astype("float32")

class_weight = {0: 50.0, 1: 1.0}

model = models.Sequential(
    [
        layers.Input((5,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy", "recall"])
model.fit(
    X[train],
    failed[train],
    epochs=15,
    batch_size=32,
    class_weight=class_weight,
    validation_data=(X[val], failed[val]),
    verbose=2,
)
pred = (model.predict(X[val], verbose=0)[:, 0] > 0.5).astype(int)
print("failures found:", pred[failed[val] == 1].mean())
