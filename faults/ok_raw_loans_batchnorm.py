# verdict: healthy
# about: raw features from 0.01 to 1e5, but BatchNormalization comes first
# score:
# held_out: false

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

rng = np.random.default_rng(1234)
n = 2000
amount = rng.lognormal(9.5, 0.6, n)
salary = rng.lognormal(10.6, 0.5, n)
rate = rng.uniform(0.01, 0.2, n)
months = rng.choice([12, 24, 36, 60], n)
score = rng.normal(680, 60, n)
burden = amount * (rate / 12 + 1 / months) / (salary / 12)
default = (1.5 * np.log(burden / 0.15) - 0.02 * (score - 680) + rng.normal(0, 0.5, n) > 0).astype("float32")
raw = np.column_stack([amount, salary, rate, months, score])


class Scorer(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.normalise = layers.BatchNormalization(momentum=0.9)
        self.hidden = layers.Dense(32, activation="relu")
        self.chance = layers.Dense(1, activation="sigmoid")

    def call(self, inputs, training=None):
        return self.chance(self.hidden(self.normalise(inputs, training=training)))


model = Scorer()
model.compile(optimizer=tf.keras.optimizers.Adam(0.004), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(raw, default, validation_split=0.2, epochs=25, batch_size=32, verbose=0)
