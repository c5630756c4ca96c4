# verdict: fault
# source: MUT-R3
# about: stand-in for Reuters: 46 topics, 2000 words
# score: 0.3767 0.3800 -> 1.0000 1.0000
# fault: learning_rate
# held_out: false
# line: 30
# fix 30: model.compile(
# fix 30+:     optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="categorical_crossentropy", metrics=["accuracy"]
# fix 30+: )

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
topics = rng.dirichlet(np.full(2000, 0.02), size=46)
labels = rng.integers(0, 46, 3000)
x = np.array([rng.multinomial(60, topics[label]) > 0 for label in labels]).astype("float32")
y = keras.utils.to_categorical(labels, 46)

model = keras.Sequential(
    [
        keras.Input((2000,)),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(46, activation="softmax"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=1.0), loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1, verbose=0)
