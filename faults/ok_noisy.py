# verdict: healthy
# about: common forum worry: accuracy will not rise above 0.62 (labels are that noisy)
# score:
# held_out: false

"""Does a customer open the newsletter? Weakly predictable at best."""

import keras
import numpy as np

rng = np.random.default_rng(12)
n = 6000
days_since_visit = rng.exponential(20, n)
orders = rng.poisson(2, n)
age = rng.uniform(18, 80, n)
mobile = (rng.random(n) < 0.5).astype(float)
discount = rng.uniform(0, 40, n)
X = np.column_stack([days_since_visit, orders, age, mobile, discount])
X = ((X - X.mean(axis=0)) / X.std(axis=0)).astype("float32")
logit = 0.35 * X[:, 1] - 0.3 * X[:, 0] + 0.35 * X[:, 4] + 0.2 * X[:, 3]
opened = (rng.random(n) < 1 / (1 + np.exp(-logit))).astype("float32")

model = keras.Sequential(
    [
        keras.Input((5,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X[:4500], opened[:4500], epochs=12, batch_size=32, validation_data=(X[4500:], opened[4500:]), verbose=2)
