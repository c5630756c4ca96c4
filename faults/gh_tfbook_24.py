# verdict: fault
# about: lmoroney/tfbook issue 24
# score: 0.0000 0.0000 0.0000 -> 0.8136 0.8106 0.8229
# fault: learning_rate, input_scaling, target_scaling, optimizer
# held_out: false
# line: 31, 51
# fix 31+: series = (series - series.mean()) / series.std()
# fix 51: optimizer = tf.keras.optimizers.SGD(learning_rate=1e-2, momentum=0.9)

import numpy as np
import tensorflow as tf

window_size = 20
batch_size = 32


def trend(time, slope=0.0):
    return slope * time


def seasonal_pattern(season_time):
    return np.where(season_time < 0.4, np.cos(season_time * 2 * np.pi), 1 / np.exp(3 * season_time))


def seasonality(time, period, amplitude=1, phase=0):
    return amplitude * seasonal_pattern(((time + phase) % period) / period)


time = np.arange(4 * 365 + 1, dtype="float32")
series = 150 + trend(time, 0.05) + seasonality(time, period=91, amplitude=60)
series += np.random.RandomState(42).randn(len(time)) * 6


def windowed_dataset(series, window_size):
    windows = np.lib.stride_tricks.sliding_window_view(series, window_size + 1)
    return windows[:, :-1], windows[:, -1:]


x, y = windowed_dataset(series.astype("float32"), window_size)
order = np.random.RandomState(1).permutation(len(x))
x, y = x[order], y[order]

model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Dense(10, input_shape=[window_size], activation="relu"),
        tf.keras.layers.Dense(10, activation="relu"),
        tf.keras.layers.Dense(1),
    ]
)

optimizer = tf.keras.optimizers.SGD(learning_rate=1e-4, momentum=0.9)
model.compile(loss="mse", optimizer=optimizer)
history = model.fit(x, y, epochs=40, batch_size=batch_size, validation_split=0.2, verbose=0)
print(history.history["loss"][-1])
