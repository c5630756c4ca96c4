# verdict: fault
# about: questions on normalising a table: mean and std taken over the rows' own values
# score: 0.5170 0.5200 0.5210 -> 0.9140 0.9130 0.9180
# fault: input_scaling
# held_out: false
# line: 29, 30
# fix 29:     centre = table.mean(axis=0, keepdims=True)
# fix 30:     spread = table.std(axis=0, keepdims=True)

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(3)
N = 4000
salary = rng.normal(52000, 9000, N)
debt = rng.gamma(2.0, 4000, N)
late_payments = rng.poisson(1.2, N)
years_employed = rng.exponential(5, N)
utilisation = rng.beta(2, 3, N)
score = 1.1 * late_payments - 0.22 * years_employed + 4.0 * (utilisation - 0.4) - 0.3 + rng.logistic(0, 0.35, N)
default = (score > 0).astype("float32")

clients = np.column_stack([salary, debt, late_payments, years_employed, utilisation])


def standardise(table):
    """Zero mean and unit variance."""
    centre = table.mean(axis=1, keepdims=True)
    spread = table.std(axis=1, keepdims=True)
    return (table - centre) / spread


X = standardise(clients)
model = keras.Sequential(
    [
        layers.Input(shape=(5,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(2e-3), loss=keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
model.fit(X, default, validation_split=0.25, epochs=20, batch_size=64)
