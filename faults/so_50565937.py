# verdict: fault
# about: StackOverflow 50565937: fit_transform on the test period as well, so both periods are scaled by their own range
# score: 0.0000 0.0000 0.0000 -> 0.9586 0.9637 0.9660
# fault: train_validation_mismatch, input_scaling
# held_out: true
# line: 41
# fix 41: X_test = scaler.transform(X[cut:])

"""Heat demand of a town from weather; trained on the first winter months, tested on spring."""

import keras
import numpy as np

rng = np.random.default_rng(17)


class MinMax:
    def fit(self, a):
        self.low, self.high = a.min(axis=0), a.max(axis=0)
        return self

    def transform(self, a):
        return (a - self.low) / (self.high - self.low)

    def fit_transform(self, a):
        return self.fit(a).transform(a)


hours = np.arange(24 * 210)
season = -9 + 17 * hours / hours[-1]
temp = season + 4 * np.sin(2 * np.pi * hours / 24) + rng.normal(0, 3.5, hours.size)
wind = rng.gamma(2, 2, hours.size)
evening = ((hours % 24 >= 17) & (hours % 24 <= 22)).astype(float)
demand = 40 - 1.6 * temp + 0.5 * wind + 3 * evening + rng.normal(0, 1.5, hours.size)
X = np.column_stack([temp, wind, evening])
y = demand.reshape(-1, 1) / 10

cut = int(0.7 * len(X))
scaler = MinMax()
X_train = scaler.fit_transform(X[:cut])
X_test = scaler.fit_transform(X[cut:])
y_train, y_test = y[:cut], y[cut:]

model = keras.models.Sequential()
model.add(keras.layers.Input((3,)))
model.add(keras.layers.Dense(16, activation="relu"))
model.add(keras.layers.Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam", metrics=["mae"])
model.fit(X_train, y_train, epochs=30, batch_size=32, validation_data=(X_test, y_test), verbose=2)
