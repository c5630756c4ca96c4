# verdict: doubtful
# source: TDC-IPS-12
# score:
# fault: weight_init, input_scaling
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
shift = rng.integers(-1, 2, 300)
x = rng.normal(0, 0.1, size=(300, 14)) + shift[:, None]
y = (shift == 0).astype(int)

model = keras.Sequential()
model.add(keras.Input((14,)))
model.add(layers.Dense(20, activation="relu"))
model.add(layers.Dropout(0.5))
model.add(layers.Dense(20, activation="relu", kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.5)))
model.add(layers.Dropout(0.5))
model.add(layers.Dense(15, activation="relu", kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.5)))
model.add(layers.Dropout(0.5))
model.add(layers.Dense(1, activation="sigmoid", kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.5)))
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.005), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=40, verbose=0)
