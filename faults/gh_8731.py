# verdict: fault
# about: keras-team/keras issue 8731 and StackOverflow: many to one target, but the LSTM returns every step
# score: 0.0000 0.0000 0.0000 -> 0.9440 0.9545 0.9487
# fault: shape_broadcast, architecture, output_units
# held_out: false
# line: 36
# fix 36:         LSTM(20),

"""Expected points of a possession from the tracking of ball and defender."""

import keras
import numpy as np
from keras import Input, Sequential
from keras.layers import LSTM, Dense

FRAMES = 16
rng = np.random.default_rng(42)


def possessions(n):
    """Tracks walk around the court; the value depends on where they end."""
    start = rng.normal(size=(n, 1, 4))
    steps = rng.normal(scale=0.35, size=(n, FRAMES - 1, 4))
    tracks = np.concatenate([start, start + np.cumsum(steps, axis=1)], axis=1)
    gap = np.hypot(tracks[:, -1, 0] - tracks[:, -1, 2], tracks[:, -1, 1] - tracks[:, -1, 3])
    value = 1.2 * np.tanh(gap / 2) - 0.3 * tracks[:, -1, 0] + 0.05 * rng.normal(size=n)
    return tracks.astype("float32") / 2.0, value.reshape(-1, 1).astype("float32")


tracks, value = possessions(2400)
split = 1900

model = Sequential(
    [
        Input(shape=(FRAMES, 4)),
        LSTM(20, return_sequences=True),
        Dense(16, activation="relu"),
        Dense(1),
    ]
)
model.compile(loss="mean_squared_error", optimizer=keras.optimizers.Adam(0.005), metrics=["mae"])
model.fit(
    tracks[:split],
    value[:split],
    epochs=10,
    batch_size=64,
    validation_data=(tracks[split:], value[split:]),
    verbose=2,
)
