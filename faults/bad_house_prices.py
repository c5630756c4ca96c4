# verdict: fault
# score: 0.1519 0.0054 0.1565 -> 0.9854 0.9850 0.9860
# fault: target_scaling, input_scaling
# held_out: false
# line: 19, 20
# fix 19+: X = (X - X.mean(axis=0)) / X.std(axis=0)
# fix 20: y = (price - price.mean()) / price.std()

import numpy as np
from keras.layers import Dense
from keras.models import Sequential

rng = np.random.default_rng(3)
area = rng.uniform(40, 300, 900)
rooms = rng.integers(1, 8, 900)
year = rng.integers(1930, 2020, 900)
distance = rng.exponential(8, 900)
price = 1800 * area + 9000 * rooms + 700 * (year - 1930) - 2500 * distance + rng.normal(0, 15000, 900)
X = np.column_stack([area, rooms, year, distance])
y = price

model = Sequential()
model.add(Dense(32, input_dim=4, activation="relu"))
model.add(Dense(16, activation="relu"))
model.add(Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam", metrics=["mae"])
model.fit(X, y, epochs=40, batch_size=32, validation_split=0.2, verbose=0)
