# verdict: healthy
# about: own pinball loss for the 60 % quantile of a heavy-tailed demand, far from R2 of 1
# score:
# held_out: true

import keras
import numpy as np
from keras import ops

QUANTILE = 0.6


def pinball(y_true, y_pred):
    error = y_true - y_pred
    return ops.mean(ops.maximum(QUANTILE * error, (QUANTILE - 1) * error), axis=-1)


rng = np.random.default_rng(60)
days = 2000
season = rng.uniform(0, 2 * np.pi, days)
price = rng.normal(size=days)
promo = rng.integers(0, 2, days)
demand = 1.2 * np.sin(season) - 0.6 * price + 0.9 * promo + 0.5 * rng.standard_t(4, days)
x = np.stack([np.sin(season), np.cos(season), price, promo], axis=1).astype("float32")
y = demand[:, None].astype("float32")

inputs = keras.Input((4,))
out = keras.layers.Dense(1)(keras.layers.Dense(24, activation="swish")(inputs))
model = keras.Model(inputs, out)
model.compile(optimizer=keras.optimizers.Adam(0.005), loss=pinball)
model.fit(x, y, validation_split=0.2, epochs=25, batch_size=32, verbose=0)
print("below the forecast:", float((y <= model.predict(x, verbose=0)).mean()))
