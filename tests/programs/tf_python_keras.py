"""Imports from places nobody should import from."""
import numpy as np
from tensorflow.python.keras.layers import BatchNormalization, Dense, LeakyReLU
from tensorflow.python.keras.models import Sequential
from tensorflow.python.keras.optimizers import adam_v2 as _unused  # noqa: F401
from tensorflow.keras.optimizers import Adam

model = Sequential([Dense(4), BatchNormalization(), LeakyReLU(alpha=0.1), Dense(1)])
model.compile(Adam(lr=0.01), "mae", metrics=["mse"])
model.fit(np.random.rand(32, 3), np.random.rand(32), verbose=0)
