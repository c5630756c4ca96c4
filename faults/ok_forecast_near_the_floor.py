# verdict: healthy
# about: a series whose next value is mostly noise: no forecast does better than R2 of about a third
# score:
# held_out: true

import numpy as np
import tensorflow as tf

rng = np.random.default_rng(2)
series = np.zeros(5200)
shocks = rng.normal(size=5200)
for t in range(2, 5200):
    series[t] = 0.35 * series[t - 1] + 0.35 * series[t - 2] + shocks[t]
series = series[200:]

WINDOW = 8
windows = np.lib.stride_tricks.sliding_window_view(series, WINDOW + 1)
past, following = windows[:, :WINDOW, None], windows[:, WINDOW]
cut = 4000

model = tf.keras.Sequential(
    [
        tf.keras.layers.Input((WINDOW, 1)),
        tf.keras.layers.Conv1D(8, 3, activation="relu"),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(8, activation="relu"),
        tf.keras.layers.Dense(1),
    ]
)
model.compile("adam", "mse")
model.fit(past[:cut], following[:cut], epochs=8, batch_size=32, validation_data=(past[cut:], following[cut:]))
