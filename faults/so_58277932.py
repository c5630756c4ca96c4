# verdict: crash
# source: SO-58277932
# fault: architecture
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.random((40, 150, 1))
y = keras.utils.to_categorical(rng.integers(0, 9, 40), 9)

model = keras.Sequential()
model.add(keras.Input((150, 1)))
model.add(layers.Conv1D(1, 3, activation="relu"))
model.add(layers.Dense(9))
model.add(layers.Activation("softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=20, epochs=1, verbose=0)
