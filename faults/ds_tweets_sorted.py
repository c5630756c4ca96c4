# verdict: fault
# about: datascience.stackexchange 29893: tweets, training accuracy 90 %, validation accuracy below 3 % with validation_split
# score:
# fault: train_validation_mismatch, shuffle
# held_out: false
# line: 41
# fix 41+: order = rng.permutation(len(docs))
# fix 41+: docs, labels = docs[order], labels[order]

import numpy as np
from keras.layers import Conv1D, Dense, Embedding, GlobalMaxPooling1D
from keras.models import Sequential

rng = np.random.default_rng(21)
vocab_size = 3000
max_words = 24


def tweets(n, mood):
    """n padded tweets; mood words sit in one of two blocks of the vocabulary."""
    freq = 1.0 / (np.arange(1, vocab_size) + 20)
    freq /= freq.sum()
    docs = []
    for _ in range(n):
        length = rng.integers(8, max_words + 1)
        words = rng.choice(np.arange(1, vocab_size), size=length, p=freq)
        hit = rng.random(length) < 0.18
        block = mood if rng.random() > 0.05 else 1 - mood
        words[hit] = 200 + 80 * block + rng.integers(0, 80, hit.sum())
        docs.append(np.pad(words, (0, max_words - length)))
    return docs


pos = tweets(3300, 1)
neg = tweets(1500, 0)
x = pos + neg
docs = np.array(x)

positive_labels = [1 for _ in pos]
negative_labels = [0 for _ in neg]
labels = np.concatenate([positive_labels, negative_labels], 0)

model = Sequential()
model.add(Embedding(vocab_size, 100))
model.add(Conv1D(filters=32, kernel_size=3, padding="same", activation="relu"))
model.add(GlobalMaxPooling1D())
model.add(Dense(250, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])

history = model.fit(docs, labels, validation_split=0.30, epochs=3, batch_size=128, verbose=2)
