# verdict: fault
# about: question on the number of outputs (labels from a Tokenizer start at 1): star ratings 1 to 5 with five softmax units
# score: 0.3762 0.3725 0.3837 -> 0.6188 0.6188 0.6175
# fault: label_encoding, output_units
# held_out: true
# line: 43
# fix 43: targets = stars - 1

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(77)
VOCAB, LENGTH, REVIEWS = 500, 30, 4000


def write_reviews(n):
    """Token ids of reviews with 1 to 5 stars, most of them happy."""
    stars = rng.choice([1, 2, 3, 4, 5], size=n, p=[0.12, 0.1, 0.16, 0.22, 0.4])
    mood = rng.normal((stars - 3) * 1.0, 0.35)
    good = 1 / (1 + np.exp(-mood))
    tokens = rng.integers(100, VOCAB, size=(n, LENGTH))
    opinion = rng.random((n, LENGTH)) < 0.6
    happy = rng.random((n, LENGTH)) < good[:, None]
    tokens = np.where(opinion & happy, rng.integers(1, 50, (n, LENGTH)), tokens)
    tokens = np.where(opinion & ~happy, rng.integers(50, 100, (n, LENGTH)), tokens)
    return tokens, stars


tokens, stars = write_reviews(REVIEWS)
split = int(REVIEWS * 0.8)

model = keras.Sequential(
    [
        layers.Input((LENGTH,), dtype="int32"),
        layers.Embedding(VOCAB, 16),
        layers.GlobalAveragePooling1D(),
        layers.Dense(32, activation="relu"),
        layers.Dense(5, activation="softmax"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
targets = stars
model.fit(
    tokens[:split],
    targets[:split],
    batch_size=64,
    epochs=15,
    validation_data=(tokens[split:], targets[split:]),
    verbose=2,
)
