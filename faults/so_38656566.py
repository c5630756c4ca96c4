# verdict: crash
# source: SO-38656566
# fault: shape_broadcast
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.random((50, 101, 1))
y = keras.utils.to_categorical(rng.integers(0, 4, 50), 4)

model = keras.Sequential()
model.add(keras.Input((1, 101)))
model.add(layers.Conv1D(64, 10))
model.add(layers.Activation("relu"))
model.add(layers.MaxPooling1D(2))
model.add(layers.Flatten())
model.add(layers.Dense(10))
model.add(layers.Activation("tanh"))
model.add(layers.Dense(4))
model.add(layers.Activation("softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=5, epochs=1, verbose=0)
