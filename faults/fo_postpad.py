# verdict: fault
# about: StackOverflow questions on zero padding and masks: short texts padded at the end to a long length, LSTM without mask
# score: 0.4820 0.5180 0.4820 -> 0.5700 0.6220 0.6240
# fault: architecture
# held_out: true
# line: 48
# fix 48: x = layers.Embedding(VOCAB, 16, mask_zero=True)(tokens)

import keras
import numpy as np
from keras import layers
from keras.utils import pad_sequences

VOCAB = 400
MAXLEN = 90


def short_reviews(n, seed=21):
    """Most reviews are a line or two; negations turn the meaning of the next word."""
    rng = np.random.default_rng(seed)
    good, bad, negation = np.arange(10, 40), np.arange(40, 70), 5
    texts, stars = [], []
    for _ in range(n):
        score, text = 0, []
        for _ in range(rng.integers(4, 14)):
            kind = rng.random()
            if kind < 0.35:
                sign = 1 if rng.random() < 0.5 else -1
                word = rng.choice(good if sign > 0 else bad)
                if rng.random() < 0.3:
                    text.append(negation)
                    sign = -sign
                score += sign
                text.append(word)
            else:
                text.append(rng.integers(70, VOCAB))
        if score != 0:
            texts.append(text)
            stars.append(int(score > 0))
    return texts, np.array(stars)


texts, stars = short_reviews(2000)
padded = pad_sequences(texts, maxlen=MAXLEN, padding="post")
n_val = 500

tokens = keras.Input(shape=(MAXLEN,), dtype="int32")
x = layers.Embedding(VOCAB, 16)(tokens)
x = layers.LSTM(16)(x)
out = layers.Dense(1, activation="sigmoid")(x)
model = keras.Model(tokens, out)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(
    padded[:-n_val],
    stars[:-n_val],
    batch_size=64,
    epochs=5,
    validation_data=(padded[-n_val:], stars[-n_val:]),
    verbose=2,
)
