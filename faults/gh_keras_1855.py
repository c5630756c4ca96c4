# verdict: fault
# about: keras-team/keras issue 1855
# score: 0.4967 0.4967 0.4967 -> 0.9433 0.9567 0.9600
# fault: architecture
# held_out: false
# line: 43
# fix 43: model.add(Embedding(VOCAB, 16, mask_zero=True))

import numpy as np
from keras.layers import LSTM, Dense, Embedding, Input
from keras.models import Sequential

MAXLEN = 80
VOCAB = 400
rng = np.random.RandomState(3)


def reviews(n):
    """Token ids (0 is the padding) of short reviews, and whether they end in praise."""
    texts, labels = [], []
    for _ in range(n):
        text = list(rng.randint(41, VOCAB, rng.randint(4, 12)))
        label = rng.randint(2)
        for _ in range(2):  # 1..20 are words of praise, 21..40 are complaints
            text.insert(rng.randint(len(text) + 1), rng.randint(1, 21) + 20 * (1 - label))
        texts.append(text)
        labels.append(label)
    return texts, np.array(labels)


def pad(texts):
    padded = np.zeros((len(texts), MAXLEN), dtype="int32")
    for row, text in zip(padded, texts, strict=True):
        row[: len(text)] = text[:MAXLEN]
    return padded


texts, y = reviews(1500)
X = pad(texts)

model = Sequential()
model.add(Input((MAXLEN,), dtype="int32"))
model.add(Embedding(VOCAB, 16))
model.add(LSTM(16))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X[:1200], y[:1200], batch_size=32, epochs=6, validation_data=(X[1200:], y[1200:]), verbose=0)
print(model.evaluate(X[1200:], y[1200:], verbose=0))
