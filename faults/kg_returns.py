# verdict: no_signal
# about: Kaggle / StackOverflow stock direction notebooks: next-day direction from past returns of a random walk
# score:
# fault: no_signal
# held_out: true

"""Direction of tomorrow's close from twelve days of returns and volume."""

import keras
import numpy as np
from keras import layers

LOOKBACK = 12
rng = np.random.default_rng(1987)
volatility = np.exp(np.convolve(rng.normal(0, 0.6, 2600), np.ones(20) / 20, mode="same"))
returns = 0.01 * volatility * rng.standard_t(5, size=2600)
close = 100 * np.exp(np.cumsum(returns))
volume = np.exp(rng.normal(13, 0.3, 2600)) * volatility

change = np.diff(np.log(close))
frame = np.stack([change / change.std(), np.log(volume[1:]) - np.log(volume[1:]).mean()], axis=1)
windows = np.stack([frame[i : i + LOOKBACK] for i in range(len(frame) - LOOKBACK)])
up = (change[LOOKBACK:] > 0).astype(int)

split = int(len(windows) * 0.8)
X_train, X_val = windows[:split], windows[split:]
y_train, y_val = up[:split], up[split:]

model = keras.Sequential(
    [
        layers.Input((LOOKBACK, 2)),
        layers.LSTM(16),
        layers.Dropout(0.2),
        layers.Dense(12, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X_train, y_train, epochs=8, batch_size=32, validation_data=(X_val, y_val), verbose=2)
