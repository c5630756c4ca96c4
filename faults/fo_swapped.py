# verdict: fault
# about: own, after recommender questions on keras issues (TannerGilbert/Tutorials 1): two id inputs, exchanged for the validation
# score: 0.0000 0.0000 0.0000 -> 0.9390 0.9338 0.9351
# fault: train_validation_mismatch
# held_out: false
# line: 42
# fix 42:     validation_data=([reader[test], book[test]], stars[test]),

"""Book ratings from reader and book factors."""

import keras
import numpy as np
from keras import layers

READERS, BOOKS, FACTORS = 80, 80, 4
rng = np.random.default_rng(77)
taste = rng.normal(size=(READERS, FACTORS))
content = rng.normal(size=(BOOKS, FACTORS))
pairs = rng.permutation(READERS * BOOKS)[:5000]
reader, book = pairs // BOOKS, pairs % BOOKS
stars = 3 + 0.5 * np.sum(taste[reader] * content[book], axis=1) + rng.normal(0, 0.2, len(pairs))
train, test = slice(0, 4200), slice(4200, None)


def factors(count, name):
    ids = keras.Input(shape=(1,), name=name)
    table = layers.Embedding(count, 6, embeddings_initializer=keras.initializers.RandomNormal(stddev=0.2))
    bias = layers.Embedding(count, 1)
    return ids, layers.Flatten()(table(ids)), layers.Flatten()(bias(ids))


reader_in, reader_vec, reader_bias = factors(READERS, "reader")
book_in, book_vec, book_bias = factors(BOOKS, "book")
match = layers.Dot(axes=1)([reader_vec, book_vec])
score = layers.Dense(1)(layers.Concatenate()([match, reader_bias, book_bias]))

model = keras.Model([reader_in, book_in], score)
model.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse", metrics=["mae"])
model.fit(
    [reader[train], book[train]],
    stars[train],
    validation_data=([book[test], reader[test]], stars[test]),
    epochs=15,
    batch_size=64,
    verbose=2,
)
