# verdict: healthy
# score:
# held_out: false

import numpy as np
from keras import layers, models

rng = np.random.default_rng(34)
t = np.arange(0, 240, 0.2)
series = np.sin(t) + 0.1 * rng.normal(size=len(t))
window = 16
x = np.stack([series[i : i + window] for i in range(len(series) - window)])[..., np.newaxis]
y = series[window:]

model = models.Sequential([layers.Input((window, 1)), layers.LSTM(16), layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
model.fit(x[:900], y[:900], epochs=10, batch_size=32, validation_data=(x[900:], y[900:]), verbose=0)
