# verdict: healthy
# about: Keras' own regression lesson
# score: 0.9755 0.9835
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
weight = rng.normal(2970, 850, 392)
horsepower = 104 + 0.035 * (weight - 2970) + rng.normal(0, 18, 392)
displacement = 194 + 0.1 * (weight - 2970) + rng.normal(0, 35, 392)
cylinders = np.clip(np.round(displacement / 40), 3, 8)
acceleration = 15.5 - 0.04 * (horsepower - 104) + rng.normal(0, 2, 392)
year = rng.integers(70, 83, 392)
origin = np.eye(3)[rng.integers(0, 3, 392)]
mpg = 23.4 * np.exp(-(weight - 2970) / 2800 - (horsepower - 104) / 500 + (year - 76) * 0.03)
mpg += rng.normal(0, 1.0, 392)
x = np.column_stack([cylinders, displacement, horsepower, weight, acceleration, year, origin])
normalize = layers.Normalization()
normalize.adapt(x)
model = keras.Sequential(
    [
        keras.Input((9,)),
        normalize,
        layers.Dense(64, activation="relu"),
        layers.Dense(64, activation="relu"),
        layers.Dense(1),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mean_absolute_error")
model.fit(x, mpg, epochs=80, validation_split=0.2, verbose=0)
