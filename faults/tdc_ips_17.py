# verdict: fault
# source: TDC-IPS-17
# score: 0.0000 0.0000 0.0000 -> 0.9998 0.9998 0.9998
# fault: learning_rate
# held_out: false
# line: 22
# fix 22: model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.005), loss="mse")

import keras
import numpy as np
from keras import layers

x = np.array([[0, 0], [1, 1], [4, 2], [9, 3]])
y = np.array([0, 1, 4, 9])

model = keras.Sequential(
    [
        keras.Input((2,)),
        layers.Dense(1, kernel_initializer="zeros"),
    ]
)
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.01), loss=keras.losses.MeanSquaredError(reduction="sum"))
model.fit(x, y, batch_size=4, epochs=500, verbose=0)
