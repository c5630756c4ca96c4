# verdict: fault
# source: SO-48486598
# score:
# fault: hidden_activation, architecture, metric
# held_out: true
# line: 20
# fix 20:         layers.Dense(64, activation="relu"),
# fix 21:         layers.Dense(64, activation="relu"),

import keras
import numpy as np
from keras import layers

x = np.arange(0, 10, 0.05)
y = 0.05 * (15.72807 * x - 7.273893 * x**2 + 1.4912 * x**3 - 0.1384615 * x**4 + 0.00474359 * x**5)

model = keras.Sequential(
    [
        keras.Input((1,)),
        layers.Dense(1),
        layers.Dense(5),
        layers.Dense(1, activation="linear"),
    ]
)
model.compile(optimizer="adam", loss="mean_absolute_error")
model.fit(x, y, batch_size=10, epochs=150, verbose=0)
