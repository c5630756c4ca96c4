# verdict: fault
# about: StackOverflow "Proper shape of LSTM dataset for Keras" (average of the last three values): one step per sequence, no history
# score: 0.3184 0.3157 0.3187 -> 0.9998 0.9997 0.9998
# fault: architecture, no_signal
# held_out: false
# line: 21
# fix 21: X = np.lib.stride_tricks.sliding_window_view(levels, WINDOW)[..., None]

"""Running average of the water level with an LSTM, to learn how shapes work."""

import keras
import numpy as np
from keras.layers import LSTM, Dense
from keras.models import Sequential

WINDOW = 3
rng = np.random.default_rng(6)
levels = rng.integers(0, 10, size=2000).astype("float32") / 10
average = np.convolve(levels, np.ones(WINDOW) / WINDOW, mode="valid")

X = levels[WINDOW - 1 :].reshape(-1, 1, 1)
y = average.reshape(-1, 1)
n_train = int(0.8 * len(X))

model = Sequential()
model.add(keras.Input(shape=(None, 1)))
model.add(LSTM(16))
model.add(Dense(1, activation="linear"))
model.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=0.01))
model.fit(
    X[:n_train],
    y[:n_train],
    epochs=12,
    batch_size=32,
    validation_data=(X[n_train:], y[n_train:]),
    verbose=2,
)
print(model.predict(X[-5:], verbose=0).ravel(), y[-5:].ravel())
