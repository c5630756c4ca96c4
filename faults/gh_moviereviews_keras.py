# verdict: doubtful
# source: GH-MovieReviews_Keras
# score: 1.0000 1.0000
# fault: epochs, architecture
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
topics = rng.dirichlet(np.full(2000, 0.02), size=2)
labels = rng.integers(0, 2, 3000)
x = np.array([rng.multinomial(60, topics[label]) > 0 for label in labels]).astype("float32")
y = labels

model = keras.Sequential()
model.add(keras.Input((2000,)))
model.add(layers.Dense(16))
model.add(layers.Activation("relu"))
model.add(layers.Dense(16))
model.add(layers.Activation("relu"))
model.add(layers.Dense(1))
model.add(layers.Activation("sigmoid"))
model.compile(optimizer=keras.optimizers.RMSprop(learning_rate=0.001), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=512, epochs=4, validation_split=0.3, verbose=0)
