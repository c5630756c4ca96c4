# verdict: fault
# source: TDC-regrNN-wrong_activation_softmax1
# score: 0.0000 0.0000 0.0000 -> 0.9693 0.9553 0.9730
# fault: output_activation, output_units
# held_out: false
# line: 36
# fix 36:         layers.Dense(1, kernel_regularizer=keras.regularizers.L2(1e-05), activation="linear"),

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
x = (x - x.mean(axis=0)) / x.std(axis=0)
y = (mpg - mpg.mean()) / mpg.std()

model = keras.Sequential(
    [
        keras.Input((9,)),
        layers.Dense(
            64, activation="relu", kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(1e-05)
        ),
        layers.Dense(
            64, activation="relu", kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(1e-05)
        ),
        layers.Dense(1, kernel_regularizer=keras.regularizers.L2(1e-05), activation="softmax"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="mse")
model.fit(x, y, epochs=60, validation_split=0.2, verbose=0)
