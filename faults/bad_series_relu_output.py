# verdict: fault
# score: 0.4840 0.4829 0.4759 -> 0.9428 0.9456 0.9253
# fault: output_activation
# held_out: true
# line: 19
# fix 19: model.add(layers.Dense(1))

import numpy as np
from keras import layers, models

t = np.arange(0, 300, 0.2)
series = np.sin(t) + 0.4 * np.sin(2.7 * t)
window = 20
x = np.stack([series[i : i + window] for i in range(len(series) - window)])[..., np.newaxis]
y = series[window:]

model = models.Sequential()
model.add(layers.LSTM(16, input_shape=(window, 1)))
model.add(layers.Dense(1, activation="relu"))
model.compile(optimizer="adam", loss="mse")
model.fit(x[:1200], y[:1200], epochs=12, batch_size=32, validation_data=(x[1200:], y[1200:]), verbose=0)
