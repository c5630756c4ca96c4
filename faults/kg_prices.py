# verdict: fault
# about: datascience.stackexchange 81132 and alike: raw, very skewed sale prices with mse
# score: 0.0000 0.0000 0.0409 -> 0.9713 0.9696 0.9727
# fault: target_scaling
# held_out: true
# line: 24
# fix 24: target = np.log(price / 1e5).astype("float32")

import numpy as np
from keras.layers import Dense, Input
from keras.models import Sequential

rng = np.random.default_rng(55)
n = 3000
surface = rng.lognormal(4.6, 0.45, n)
district = rng.integers(0, 8, n)
level = np.array([0.55, 0.7, 0.8, 1.0, 1.1, 1.4, 1.9, 2.6])[district]
garden = (rng.random(n) < 0.3).astype(float)
condition = rng.integers(1, 6, n)
price = 2100 * surface**1.15 * level * (1 + 0.15 * garden) * (0.7 + 0.1 * condition) * rng.lognormal(0, 0.12, n)

features = np.column_stack([np.log(surface), garden, condition, np.eye(8)[district]])
features = (features - features.mean(axis=0)) / features.std(axis=0)
target = price.astype("float32")

model = Sequential(
    [
        Input((features.shape[1],)),
        Dense(64, activation="relu"),
        Dense(32, activation="relu"),
        Dense(1),
    ]
)
model.compile(optimizer="adam", loss="mean_squared_error", metrics=["mae"])
model.fit(
    features[:2400],
    target[:2400],
    epochs=40,
    batch_size=32,
    validation_data=(features[2400:], target[2400:]),
    verbose=2,
)
print(np.c_[target[2400:2406], model.predict(features[2400:2406], verbose=0)])
