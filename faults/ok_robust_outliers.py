# verdict: healthy
# about: own loss against outliers in the targets, the last sizes in target units
# score:
# held_out: false

import keras
import numpy as np
from keras import layers, ops

np.random.seed(5)
x = np.random.uniform(-3, 3, (2000, 2)).astype("float32")
clean = 4 * np.sin(x[:, 0]) + x[:, 1] ** 2
y = clean + 0.3 * np.random.randn(2000)
outlier = np.random.rand(2000) < 0.03
outlier[1600:] = False
y[outlier] += np.random.choice([-25, 25], outlier.sum())
y = y.astype("float32")[:, None]


def pseudo_huber(y_true, y_pred, delta=1.0):
    error = (y_true - y_pred) / delta
    return ops.mean(delta**2 * (ops.sqrt(1 + ops.square(error)) - 1), axis=-1)


inputs = keras.Input(shape=(2,))
h = layers.Dense(64, activation="swish")(inputs)
h = layers.Dense(64, activation="swish")(h)
outputs = layers.Dense(1)(h)
model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(3e-3), loss=pseudo_huber, metrics=["mae"])
model.fit(x[:1600], y[:1600], validation_data=(x[1600:], y[1600:]), epochs=30, batch_size=32, verbose=0)
