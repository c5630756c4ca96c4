# verdict: healthy
# about: tiny network of three tanh units, enough for the task
# score:
# held_out: false

import numpy as np
from keras.layers import Dense, Input
from keras.models import Sequential
from keras.optimizers import Adam

rng = np.random.default_rng(5)
n = 1500
ph = rng.uniform(4, 9, n)
moisture = rng.uniform(0, 1, n)
good = ((ph > 5.6) & (ph < 7.4) & (moisture > 0.3)).astype(int)
flip = rng.random(n) < 0.05
grows = np.where(flip, 1 - good, good)
soil = np.column_stack([(ph - 6.5) / 1.45, (moisture - 0.5) / 0.29])

model = Sequential()
model.add(Input(shape=(2,)))
model.add(Dense(4, activation="tanh"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer=Adam(learning_rate=0.03), metrics=["accuracy"])
model.fit(soil, grows, validation_split=0.25, epochs=60, batch_size=32, verbose=0)
print(model.evaluate(soil[1125:], grows[1125:], verbose=0))
