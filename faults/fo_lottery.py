# verdict: no_signal
# about: forum/dxdy 126940 in spirit: tomorrow's direction of a random walk from the last 20 daily returns
# score:
# fault: no_signal
# held_out: false

"""Will the index close higher tomorrow? Twenty past returns in, one probability out."""

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(2018)
DAYS, WINDOW = 3600, 20
volatility = 0.008 * np.exp(0.4 * np.sin(np.arange(DAYS) / 90))
returns = rng.standard_t(5, DAYS) * volatility
close = 100 * np.exp(np.cumsum(returns))
r = np.diff(np.log(close))

X = np.stack([r[i : i + WINDOW] for i in range(len(r) - WINDOW)])
y = (r[WINDOW:] > 0).astype("float32")
cut = int(len(X) * 0.8)
scale = X[:cut].std()
X = X / scale

model = keras.Sequential(
    [
        layers.Input((WINDOW,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X[:cut], y[:cut], epochs=12, batch_size=64, validation_data=(X[cut:], y[cut:]), verbose=2)
