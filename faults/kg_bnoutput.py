# verdict: fault
# about: Kaggle notebooks: Dense, activation, BatchNormalization repeated for every layer, the last one too
# score: 0.8533 0.4817 0.6517 -> 0.9617 0.9650 0.9583
# fault: architecture, output_activation
# held_out: false
# line: 30
# fix 30: model.add(layers.Dense(SPECIES, activation="softmax"))

import numpy as np
from keras import Sequential, layers, optimizers, utils

rng = np.random.default_rng(33)
SPECIES = 6
n = 3000
kind = rng.integers(0, SPECIES, n)
centres = rng.normal(0, 1.0, (SPECIES, 12))
leaf = centres[kind] + rng.normal(0, 0.95, (n, 12))
labels = utils.to_categorical(kind, SPECIES)


def block(model, units, activation):
    model.add(layers.Dense(units))
    model.add(layers.Activation(activation))
    model.add(layers.BatchNormalization())


model = Sequential([layers.Input((12,))])
block(model, 64, "relu")
block(model, 32, "relu")
block(model, SPECIES, "softmax")
model.compile(loss="categorical_crossentropy", optimizer=optimizers.Adam(0.001), metrics=["accuracy"])
model.fit(leaf, labels, validation_split=0.2, epochs=20, batch_size=32, verbose=2)
