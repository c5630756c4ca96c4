# verdict: healthy
# score:
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(37)
y = rng.integers(0, 4, 900)
x = rng.normal(size=(900, 12)) + 1.1 * rng.normal(size=(4, 12))[y]

inputs = keras.Input((12,))
h = layers.Dense(32, activation="elu")(inputs)
for _ in range(3):
    h = layers.add([h, layers.Dense(32, activation="elu")(h)])
h = layers.LayerNormalization()(h)
model = keras.Model(inputs, layers.Dense(4, activation="softmax")(h))
model.compile(keras.optimizers.SGD(0.02, momentum=0.9), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, batch_size=64, validation_split=0.2, verbose=0)
