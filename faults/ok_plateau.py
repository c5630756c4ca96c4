# verdict: healthy
# about: linear autoencoder whose mse stops early: the noise outside three factors is the optimum (stats.stackexchange 441750 in spirit)
# score:
# held_out: false

"""Compress twenty mill readings into three numbers."""

import keras
import numpy as np
from keras import layers

FACTORS = 3
rng = np.random.default_rng(9)
loadings = rng.normal(size=(FACTORS, 20))
readings = rng.normal(size=(3000, FACTORS)) @ loadings + rng.normal(scale=1.2, size=(3000, 20))
readings = (readings - readings.mean(axis=0)) / readings.std(axis=0)
fit_part, check_part = readings[:2500], readings[2500:]

signal = keras.Input(shape=(20,))
code = layers.Dense(FACTORS, name="code")(signal)
rebuilt = layers.Dense(20, name="rebuilt")(code)
compressor = keras.Model(signal, rebuilt)
compressor.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
compressor.fit(fit_part, fit_part, epochs=15, batch_size=64, validation_data=(check_part, check_part), verbose=2)
