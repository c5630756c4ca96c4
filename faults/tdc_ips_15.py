# verdict: fault
# source: TDC-IPS-15
# score: 0.0000 0.0000 0.0000 -> 0.9921 0.9921 0.9921
# fault: learning_rate, input_scaling
# held_out: true
# line: 23
# fix 23: model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.0001), loss="mse")

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = np.column_stack([np.arange(100), np.ones(100)])
y = 2 * np.arange(100) + 4 + rng.uniform(0, 10, 100)

model = keras.Sequential(
    [
        keras.Input((2,)),
        layers.Dense(1, kernel_initializer="zeros", use_bias=False),
    ]
)
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.5), loss="mse")
model.fit(x, y, batch_size=100, epochs=300, verbose=0)
