# verdict: healthy
# about: counts with an exponential output and poisson loss, R2 limited by the counts' own noise
# score:
# held_out: true

import keras
import numpy as np

rng = np.random.default_rng(71)
HOURS = 5000
hour = rng.integers(0, 24, HOURS)
rain = (rng.random(HOURS) < 0.25).astype("float32")
warm = rng.normal(0, 1, HOURS)
rate = np.exp(0.2 + 0.8 * np.sin((hour - 9) / 24 * 2 * np.pi) - 0.9 * rain + 0.25 * warm)
bikes = rng.poisson(rate).astype("float32")
X = np.stack([np.sin(hour / 24 * 2 * np.pi), np.cos(hour / 24 * 2 * np.pi), rain, warm], axis=1)


class RentalModel(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(24, activation="relu")
        self.rate = keras.layers.Dense(1, activation="exponential")

    def call(self, x, training=False):
        return self.rate(self.hidden(x))


model = RentalModel()
model.compile(optimizer="adam", loss="poisson", metrics=["mae"])
model.fit(X[:4000], bikes[:4000], epochs=15, batch_size=32, validation_data=(X[4000:], bikes[4000:]), verbose=2)
