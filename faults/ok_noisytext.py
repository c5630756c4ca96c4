# verdict: healthy
# about: mean of word vectors, one fifth of the labels wrong in the data itself: four fifths is the limit
# score:
# held_out: true

"""Moods of short messages, tagged by a crowd of careless annotators."""

import keras
import numpy as np
from keras import layers

VOCAB, LENGTH = 300, 20


def messages(n, seed=50):
    rng = np.random.default_rng(seed)
    mood = rng.integers(0, 2, size=n)
    tokens = rng.integers(101, VOCAB, size=(n, LENGTH))
    for row, m in enumerate(mood):
        places = rng.choice(LENGTH, size=4, replace=False)
        tokens[row, places] = rng.integers(1, 51, size=4) + 50 * m
    mistaken = rng.random(n) < 0.2
    return tokens, np.where(mistaken, 1 - mood, mood)


tokens, tags = messages(4500)
train_tokens, val_tokens = tokens[:3300], tokens[3300:]
train_tags, val_tags = tags[:3300], tags[3300:]

words = keras.Input((LENGTH,), dtype="int32")
x = layers.Embedding(VOCAB, 8)(words)
x = layers.GlobalAveragePooling1D()(x)
answer = layers.Dense(1, activation="sigmoid")(x)
model = keras.Model(words, answer)
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(train_tokens, train_tags, epochs=4, batch_size=64, validation_data=(val_tokens, val_tags), verbose=2)
