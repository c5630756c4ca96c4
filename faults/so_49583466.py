# verdict: fault
# source: SO-49583466
# score: 0.0000 0.0000 0.0000 -> 0.9988 0.9939 0.9979
# fault: hidden_activation, epochs, optimizer, train_validation_mismatch, label_encoding
# held_out: false
# line: 26, 32
# fix 26:         layers.Dense(20, activation="tanh", kernel_initializer="he_normal"),
# fix 27:         layers.Dense(20, activation="tanh", kernel_initializer="glorot_uniform"),
# fix 28:         layers.Dense(20, activation="tanh", kernel_initializer="glorot_uniform"),
# fix 32: model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="mean_squared_error")
# fix 33: model.fit(x, y, epochs=100, verbose=0)

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = np.sort(rng.uniform(-10, 10, 5000))
y = np.sin(x)
x = (x - x.min()) / (x.max() - x.min())
y = (y - y.min()) / (y.max() - y.min())

model = keras.Sequential(
    [
        keras.Input((1,)),
        layers.Dense(20, activation="sigmoid", kernel_initializer="random_uniform"),
        layers.Dense(20, activation="sigmoid", kernel_initializer="random_uniform"),
        layers.Dense(20, activation="sigmoid", kernel_initializer="random_uniform"),
        layers.Dense(1),
    ]
)
model.compile(optimizer="sgd", loss="mean_squared_error")
model.fit(x, y, epochs=20, verbose=0)
