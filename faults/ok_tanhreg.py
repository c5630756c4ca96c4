# verdict: healthy
# about: tanh hidden units, targets of several units, noisy measurement: r2 far from one is the limit
# score:
# held_out: true

"""Octane of the blend from seven flows; the laboratory itself is not very exact."""

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(12)
flows = rng.uniform(0.2, 3.0, size=(3000, 7))
octane = 4 * np.sin(flows[:, 0]) + 2.5 * flows[:, 1] * flows[:, 2] / 3 - 1.5 * flows[:, 3] + 0.5 * flows[:, 4] ** 2
octane = octane - octane.mean() + rng.normal(scale=2.5, size=len(octane))

normalizer = layers.Normalization()
normalizer.adapt(flows[:2400])

model = keras.Sequential()
model.add(keras.Input((7,)))
model.add(normalizer)
model.add(layers.Dense(24, activation="tanh"))
model.add(layers.Dense(24, activation="tanh"))
model.add(layers.Dense(1))
model.compile(optimizer=keras.optimizers.RMSprop(0.003), loss="mse", metrics=["r2_score"])
model.fit(
    flows[:2400],
    octane[:2400, None],
    epochs=20,
    batch_size=64,
    validation_data=(flows[2400:], octane[2400:, None]),
    verbose=2,
)
