# verdict: harmless
# source: MUT-R4
# about: stand-in for Reuters: 46 topics, 2000 words
# score: 1.0000 1.0000 -> 1.0000 1.0000
# fault: loss
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
topics = rng.dirichlet(np.full(2000, 0.02), size=46)
labels = rng.integers(0, 46, 3000)
x = np.array([rng.multinomial(60, topics[label]) > 0 for label in labels]).astype("float32")
y = keras.utils.to_categorical(labels, 46)

model = keras.Sequential()
model.add(keras.Input((2000,)))
model.add(layers.Dense(128, activation="relu"))
model.add(layers.Dropout(0.5))
model.add(layers.Dense(46, activation="softmax"))
model.compile(optimizer="adam", loss="hinge", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1, verbose=0)
