# verdict: healthy
# about: four epochs suffice: keyword spotting in token sequences
# score:
# held_out: true

import numpy as np
from keras import Model, layers

rng = np.random.default_rng(36)
WORDS, LENGTH = 200, 25
tokens = rng.integers(20, WORDS, (6000, LENGTH))
spam = rng.integers(0, 2, 6000)
for row, flag in zip(tokens, spam, strict=True):
    low = 10 if flag else 0
    row[rng.choice(LENGTH, 4, replace=False)] = rng.integers(low, low + 10, 4)

inp = layers.Input((LENGTH,), dtype="int32")
h = layers.Embedding(WORDS, 16)(inp)
h = layers.GlobalMaxPooling1D()(h)
h = layers.Dense(16, activation="relu")(h)
out = layers.Dense(1, activation="sigmoid")(h)
mailbox = Model(inp, out)
mailbox.compile("rmsprop", "binary_crossentropy", metrics=["accuracy"])
mailbox.fit(tokens, spam, batch_size=32, epochs=4, validation_split=0.2, verbose=2)
