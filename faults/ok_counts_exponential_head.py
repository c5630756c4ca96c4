# verdict: healthy
# about: Poisson regression of counts with an exponential head, R2 limited by the counts themselves
# score:
# held_out: false

import numpy as np
from keras import layers, models

rs = np.random.RandomState(15)
n = 2200
hour = rs.uniform(0, 24, n)
warm = rs.normal(0, 1, n)
rain = rs.randint(0, 2, n)
rate = np.exp(0.7 + 0.8 * np.sin((hour - 9) / 24 * 2 * np.pi) + 0.35 * warm - 0.7 * rain)
rentals = rs.poisson(rate)

x = np.column_stack([np.sin(hour / 12 * np.pi), np.cos(hour / 12 * np.pi), warm, rain])

model = models.Sequential()
model.add(layers.Input((4,)))
model.add(layers.Dense(16, activation="tanh"))
model.add(layers.Dense(1, activation="exponential"))
model.compile(optimizer="rmsprop", loss="poisson", metrics=["mae"])
model.fit(x[:1700], rentals[:1700], validation_data=(x[1700:], rentals[1700:]), epochs=40, batch_size=32, verbose=0)
