# verdict: fault
# about: Haberman-like table on Kaggle/UCI: survival status coded 1 and 2, fed to the hinge loss
# score: 0.4940 0.4940 0.4940 -> 0.8640 0.8560 0.8580
# fault: label_encoding
# held_out: true
# line: 25
# fix 25: y = status.astype("float32") - 1

import numpy as np
from keras.layers import Dense, Input
from keras.models import Sequential
from keras.optimizers import Adam

rng = np.random.default_rng(306)
n = 2400
age = rng.integers(30, 84, n)
operation_year = rng.integers(58, 70, n)
nodes = rng.negative_binomial(1, 0.18, n)
stage = rng.integers(1, 5, n)
risk = 0.05 * (age - 55) + 0.22 * (nodes - 4) + 0.9 * (stage - 2.5) - 0.05 * (operation_year - 63)
status = np.where(risk + rng.logistic(0, 0.5, n) > 0, 2, 1)  # 1 = survived five years, 2 = died

X = np.column_stack([age, operation_year, nodes, stage]).astype("float32")
X = (X - X.mean(0)) / X.std(0)
y = status.astype("float32")

model = Sequential()
model.add(Input((4,)))
model.add(Dense(32, activation="relu"))
model.add(Dense(16, activation="relu"))
model.add(Dense(1, activation="tanh"))
model.compile(loss="hinge", optimizer=Adam(0.002), metrics=["accuracy"])
model.fit(X[:1900], y[:1900], validation_data=(X[1900:], y[1900:]), epochs=25, batch_size=32, verbose=2)
