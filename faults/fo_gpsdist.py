# verdict: fault
# about: CSDN/ddrv.cn 758668: GPS distance loss with sqrt(dx^2+dy^2) turns nan, the gradient of sqrt at 0
# score: 0.0000 0.0000 0.0000 -> 0.9791 0.9804 0.9808
# fault: non_finite, loss
# held_out: false
# line: 31
# fix 31:     return ops.mean(ops.sqrt(ops.sum(ops.square(diff), axis=-1) + 1e-8))

"""Where will a taxi be in ten minutes? Offsets in km from the current place; parked cars stay at (0, 0)."""

import keras
import numpy as np
from keras import layers, ops

rng = np.random.default_rng(6)
n = 4000
speed = rng.gamma(3, 12, n)
parked = rng.random(n) < 0.15
speed[parked] = 0
heading = rng.uniform(0, 2 * np.pi, n)
traffic = rng.uniform(0.3, 1.0, n)
step = speed / 6 * traffic
offset = np.stack([step * np.cos(heading), step * np.sin(heading)], axis=1)
offset[~parked] += rng.normal(0, 0.4, (int((~parked).sum()), 2))
inputs = np.stack([speed / 40, np.cos(heading), np.sin(heading), traffic], axis=1).astype("float32")
offset = offset.astype("float32")


def mean_distance(y_true, y_pred):
    diff = y_true - y_pred
    return ops.mean(ops.sqrt(ops.sum(ops.square(diff), axis=-1)))


x_in = layers.Input((4,))
h = layers.Dense(64, activation="relu")(x_in)
h = layers.Dense(64, activation="relu")(h)
y_out = layers.Dense(2, kernel_initializer="zeros", name="offset")(h)
model = keras.Model(x_in, y_out)
model.compile(optimizer=keras.optimizers.Adam(0.002), loss=mean_distance)
model.fit(
    inputs[:3200], offset[:3200], epochs=20, batch_size=64, validation_data=(inputs[3200:], offset[3200:]), verbose=2
)
