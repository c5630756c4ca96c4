# verdict: fault
# source: SO-50306988
# score: 0.5000 0.5000 0.5000 -> 1.0000 1.0000 1.0000
# fault: learning_rate, epochs, loss, hidden_activation
# held_out: false
# line: 21
# fix 21: model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.1), loss="categorical_crossentropy", metrics=["accuracy"])

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = np.concatenate([rng.uniform(0.2, 0.4, (100, 2)), rng.uniform(0.5, 0.7, (100, 2))])
y = np.repeat(np.eye(2), 100, axis=0)

model = keras.Sequential()
model.add(keras.Input((2,)))
model.add(layers.Dense(2, activation="sigmoid"))
model.add(layers.Dense(2, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
