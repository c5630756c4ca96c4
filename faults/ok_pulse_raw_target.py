# verdict: healthy
# about: targets in beats a minute as they are, a small net on standardised inputs, subclassed
# score:
# held_out: true

import keras
import numpy as np
from keras.layers import Dense, LayerNormalization

rs = np.random.RandomState(99)
n = 3000
age = rs.uniform(18, 80, n)
load = rs.uniform(0, 1, n)
fitness = rs.normal(0, 1, n)
pulse = 62 - 4 * fitness + load * (208 - 0.7 * age - 62 + 3 * fitness) + rs.normal(0, 4, n)
x = np.stack([(age - 49) / 18, (load - 0.5) / 0.29, fitness], axis=1).astype("float32")


class Pulse(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = Dense(24, activation="elu")
        self.norm = LayerNormalization()
        self.second = Dense(24, activation="elu")
        self.head = Dense(1, activation="linear")

    def call(self, inputs):
        return self.head(self.second(self.norm(self.first(inputs))))


model = Pulse()
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mean_absolute_error")
model.fit(x, pulse, validation_split=0.2, epochs=40, batch_size=64, verbose=0)
