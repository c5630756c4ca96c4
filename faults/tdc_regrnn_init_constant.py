# verdict: fault
# source: TDC-regrNN-init_constant
# score: 0.0000 0.0000 0.0000 -> 0.9694 0.9588 0.9729
# fault: weight_init
# held_out: false
# line: 46, 54, 61
# fix 46:     layers.Dense(64, activation="relu", kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(1e-05))
# fix 47:
# fix 48:
# fix 49:
# fix 50:
# fix 51:
# fix 54:     layers.Dense(64, activation="relu", kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(1e-05))
# fix 55:
# fix 56:
# fix 57:
# fix 58:
# fix 59:
# fix 61: model.add(layers.Dense(1, kernel_regularizer=keras.regularizers.L2(1e-05), kernel_initializer="he_normal"))
# fix 62:
# fix 63:
# fix 64:
# fix 65:

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

model = keras.Sequential()
model.add(keras.Input((9,)))
model.add(
    layers.Dense(
        64,
        activation="relu",
        kernel_initializer=keras.initializers.Constant(value=0.01),
        kernel_regularizer=keras.regularizers.L2(1e-05),
    )
)
model.add(
    layers.Dense(
        64,
        activation="relu",
        kernel_initializer=keras.initializers.Constant(value=0.01),
        kernel_regularizer=keras.regularizers.L2(1e-05),
    )
)
model.add(
    layers.Dense(
        1, kernel_regularizer=keras.regularizers.L2(1e-05), kernel_initializer=keras.initializers.Constant(value=0.01)
    )
)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="mse")
model.fit(x, y, epochs=60, validation_split=0.2, verbose=0)
