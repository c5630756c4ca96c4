# verdict: fault
# source: SO-31556268
# score: 0.7500 0.5000 0.5000 -> 1.0000 1.0000 1.0000
# fault: loss, learning_rate, epochs, optimizer
# held_out: true
# line: 29
# fix 29: model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.05), loss="mse", metrics=["accuracy"])
# fix 30:
# fix 31:
# fix 32:
# fix 33:

import keras
import numpy as np
from keras import layers

x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([0, 1, 1, 0])

model = keras.Sequential(
    [
        keras.Input((2,)),
        layers.Dense(4, kernel_initializer="glorot_uniform"),
        layers.Activation("sigmoid"),
        layers.Dense(1, kernel_initializer="glorot_uniform"),
        layers.Activation("sigmoid"),
    ]
)
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.05, momentum=0.11, nesterov=True),
    loss="mean_absolute_error",
    metrics=["accuracy"],
)
model.fit(x, y, batch_size=4, epochs=1000, verbose=0)
