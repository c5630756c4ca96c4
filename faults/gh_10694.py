# verdict: fault
# about: keras-team/keras issue 10694: no error when the Embedding is too small, the loss goes to nan
# score: 0.0000 0.0000 0.0000 -> 0.8100 0.8650 0.8200
# fault: non_finite, architecture
# held_out: true
# line: 46
# fix 46:         layers.Embedding(len(word_index) + 1, 16),

"""Ticket routing: is the text a complaint?"""

import keras
import numpy as np
from keras import layers

MAXLEN = 24
rng = np.random.default_rng(8)
neutral = [f"word{i}" for i in range(900)]
angry = [f"angry{i}" for i in range(60)]


def write_ticket(complaint):
    length = rng.integers(8, MAXLEN)
    words = list(rng.choice(neutral, size=length))
    for _ in range(rng.integers(2, 5) if complaint else rng.integers(0, 2)):
        words[rng.integers(length)] = str(rng.choice(angry))
    return words


labels = rng.integers(0, 2, size=2000)
tickets = [write_ticket(label) for label in labels]

counts = {}
for ticket in tickets:
    for word in ticket:
        counts[word] = counts.get(word, 0) + 1
ordered = sorted(counts, key=counts.get, reverse=True)
word_index = {word: rank for rank, word in enumerate(ordered, start=1)}  # 0 is for padding

X = np.zeros((len(tickets), MAXLEN), dtype="int32")
for row, ticket in enumerate(tickets):
    X[row, : len(ticket)] = [word_index[word] for word in ticket]

model = keras.Sequential(
    [
        layers.Input((MAXLEN,)),
        layers.Embedding(len(word_index), 16),
        layers.Conv1D(16, 3, activation="relu"),
        layers.GlobalMaxPooling1D(),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X, labels, epochs=6, batch_size=32, validation_split=0.2, verbose=2)
