# verdict: healthy
# about: LSTM on a noisy autoregressive series; it can do no better than the noise (StackOverflow: my LSTM only repeats yesterday)
# score:
# held_out: false

"""Half-hourly price deviation, forecast one step ahead."""

import keras
import numpy as np
from keras.layers import LSTM, Dense, Input

STEPS = 10


def deviations(length, seed=4):
    rng = np.random.default_rng(seed)
    value = np.zeros(length)
    for t in range(1, length):
        value[t] = 0.8 * value[t - 1] + rng.normal()
    return value


def windows(values):
    x = np.array([values[i : i + STEPS] for i in range(len(values) - STEPS)])
    return x[..., np.newaxis].astype("float32"), values[STEPS:].astype("float32")


series = deviations(4000)
series = series / series[:3000].std()
x_train, y_train = windows(series[:3000])
x_val, y_val = windows(series[3000:])

model = keras.Sequential([Input((STEPS, 1)), LSTM(8), Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="mse")
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=6, batch_size=32, verbose=2)
