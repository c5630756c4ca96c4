# verdict: fault
# source: TDC-IPS-13
# score: 0.5457 0.5457 0.5457 -> 0.9022 0.9000 0.9000
# fault: learning_rate, input_scaling, regularization
# held_out: false
# line: 25, 29, 37
# fix 25+: x = (x - x.mean(axis=0)) / x.std(axis=0)
# fix 29: model.add(layers.Dense(2, activation="softmax", kernel_initializer=keras.initializers.TruncatedNormal(stddev=1.0)))
# fix 30: model.compile(
# fix 31:     optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="categorical_crossentropy", metrics=["accuracy"]
# fix 32:
# fix 33:
# fix 34:
# fix 35:
# fix 37:

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
y = rng.integers(0, 2, 460)
x = rng.normal(size=(460, 9)) + 0.8 * y[:, None]
x = x * [20, 4, 2, 8, 1, 10, 4, 24, 15] + [138, 4, 5, 25, 0, 53, 26, 17, 43]
y = keras.utils.to_categorical(y, 2)

model = keras.Sequential()
model.add(keras.Input((9,)))
model.add(
    layers.Dense(
        2,
        activation="softmax",
        kernel_initializer=keras.initializers.TruncatedNormal(stddev=1.0),
        kernel_regularizer=keras.regularizers.L2(1.0),
    )
)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.5), loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=7, epochs=30, verbose=0)
