# verdict: fault
# about: datascience.stackexchange 107573 / cs.SE 14634: a unix time stamp as one more raw column
# score: 0.4243 0.4243 0.4243 -> 0.8614 0.8671 0.8729
# fault: input_scaling
# held_out: true
# line: 26
# fix 26+: mu, sd = x_train.astype("float64").mean(axis=0), x_train.astype("float64").std(axis=0)
# fix 26+: x_train, x_val = (x_train - mu) / sd, (x_val - mu) / sd

import keras
import numpy as np

rng = np.random.default_rng(41)
n = 3500
when = np.sort(rng.integers(1577836800, 1609459200, n))
hour = (when // 3600) % 24
humidity = rng.uniform(20, 95, n)
temperature = rng.normal(15, 8, n)
weekend = ((when // 86400 + 4) % 7 >= 5).astype(int)
logit = 0.17 * (temperature - 15) - 0.045 * (humidity - 60) + 1.3 * weekend + 1.5 * np.sin((hour - 6) / 24 * 2 * np.pi)
crowded = (logit + rng.logistic(0, 0.5, n) > 0).astype("int32")
table = np.column_stack([when, np.sin((hour - 6) / 24 * 2 * np.pi), humidity, temperature, weekend]).astype("float32")

perm = rng.permutation(n)
x_train, x_val = table[perm[:2800]], table[perm[2800:]]
y_train, y_val = crowded[perm[:2800]], crowded[perm[2800:]]

model = keras.Sequential()
model.add(keras.layers.Input(shape=(5,)))
model.add(keras.layers.Dense(32, activation="relu"))
model.add(keras.layers.Dense(16, activation="relu"))
model.add(keras.layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=25, batch_size=32, verbose=2)
