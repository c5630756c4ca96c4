# verdict: healthy
# score:
# held_out: false

import numpy as np
from keras import layers, models, utils

rng = np.random.default_rng(36)
city = rng.integers(0, 6, 1000)
kind = rng.integers(0, 4, 1000)
age = rng.uniform(18, 80, 1000)
score = np.array([0.5, -1, 0, 1, 2, -0.5])[city] + np.array([0, 1, -1, 0.5])[kind] + 0.03 * (age - 50)
y = (score + rng.logistic(0, 0.4, 1000) > 0.2).astype(int)
x = np.hstack([utils.to_categorical(city), utils.to_categorical(kind), ((age - age.mean()) / age.std())[:, None]])

model = models.Sequential(
    [
        layers.Input((11,)),
        layers.Dense(32, activation="relu"),
        layers.Dropout(0.2),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
