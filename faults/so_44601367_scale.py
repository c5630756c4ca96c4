# verdict: fault
# about: StackOverflow 44601367: simple autoencoder does not give its input back (values outside 0..1)
# score: 0.4416 0.4414 0.4432 -> 0.9721 0.9715 0.9687
# fault: output_activation, target_scaling
# held_out: true
# line: 37
# fix 37: decoded = layers.Dense(N_SENSORS)(decoded)

"""Autoencoder for the compressor sensors, used later for anomaly scores."""

import keras
import numpy as np
from keras import layers

N_SENSORS = 14
rng = np.random.default_rng(11)


def read_sensors(n=3000):
    """Fourteen sensors driven by load, ambient temperature, speed and wear."""
    state = rng.normal(size=(n, 4))
    mixing = rng.normal(size=(4, N_SENSORS))
    readings = np.tanh(state @ mixing * 0.5) * 20 + 50
    return readings + rng.normal(scale=1.0, size=readings.shape)


data = read_sensors()
train, valid = data[:2400], data[2400:]
mean, std = train.mean(axis=0), train.std(axis=0)
train = (train - mean) / std
valid = (valid - mean) / std

inputs = keras.Input(shape=(N_SENSORS,))
encoded = layers.Dense(16, activation="relu")(inputs)
code = layers.Dense(5)(encoded)
decoded = layers.Dense(16, activation="relu")(code)
decoded = layers.Dense(N_SENSORS, activation="sigmoid")(decoded)

autoencoder = keras.Model(inputs, decoded)
autoencoder.compile(optimizer=keras.optimizers.Adam(0.003), loss="mse")
autoencoder.fit(train, train, epochs=30, batch_size=64, validation_data=(valid, valid), verbose=2)
rebuilt = autoencoder.predict(valid, verbose=0)
print("error per sensor:", np.round(np.mean((rebuilt - valid) ** 2, axis=0), 2))
