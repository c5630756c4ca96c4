# verdict: healthy
# about: techwithtim / TensorFlow tutorial text classification (Embedding 16, average pooling, 20 epochs, batch 512) on an IMDB stand-in
# score:
# held_out: false

import keras
import numpy as np
from keras import layers

vocabulary, review_length = 3000, 120


def reviews(n, rng):
    y = rng.integers(0, 2, n)
    x = np.minimum(rng.zipf(1.2, (n, review_length)) + 3, vocabulary - 1)
    tone = rng.random((n, review_length)) < 0.16
    good = rng.random((n, review_length)) < np.where(y[:, None] == 1, 0.74, 0.26)
    words = 500 + 150 * good + rng.integers(0, 150, (n, review_length))
    x = np.where(tone, words, x)
    length = rng.integers(60, review_length + 1, n)
    x[np.arange(review_length)[None, :] >= length[:, None]] = 0
    return x, y


rng = np.random.default_rng(37)
train_data, train_labels = reviews(4200, rng)
x_val, y_val = train_data[:1200], train_labels[:1200]
x_train, y_train = train_data[1200:], train_labels[1200:]

model = keras.Sequential()
model.add(layers.Embedding(vocabulary, 16))
model.add(layers.GlobalAveragePooling1D())
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])

fitModel = model.fit(x_train, y_train, epochs=20, batch_size=128, validation_data=(x_val, y_val), verbose=1)
print(model.evaluate(x_val, y_val))
