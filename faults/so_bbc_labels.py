# verdict: fault
# about: StackOverflow (pullrequest.ru 13662601): BBC news, labels from a Keras Tokenizer (1..5) and Dense(5, softmax)
# score:
# fault: label_encoding, output_units
# held_out: false
# line: 36
# fix 36: label_index = {name: i for i, name in enumerate(topics)}

import keras
import numpy as np
from keras import layers

topics = ["sport", "business", "politics", "tech", "entertainment"]
vocab_size, max_length, embedding_dim = 1000, 80, 16
rng = np.random.default_rng(8)


def write_articles(n):
    base = 1.0 / (np.arange(1, vocab_size) + 15)
    base /= base.sum()
    texts, labels = [], []
    for _ in range(n):
        topic = rng.integers(len(topics))
        words = rng.choice(np.arange(1, vocab_size), size=max_length, p=base)
        special = rng.random(max_length) < 0.15
        words[special] = 60 * (topic + 1) + rng.integers(0, 60, special.sum())
        words[rng.integers(40, max_length + 1) :] = 0
        texts.append(words)
        labels.append(topics[topic])
    return np.array(texts), labels


train_padded, train_labels = write_articles(1780)
validation_padded, validation_labels = write_articles(445)

label_index = {name: i for i, name in enumerate(topics, start=1)}
print(label_index)
training_label_seq = np.array([label_index[name] for name in train_labels])
validation_label_seq = np.array([label_index[name] for name in validation_labels])

model = keras.Sequential(
    [
        layers.Embedding(vocab_size, embedding_dim),
        layers.GlobalAveragePooling1D(),
        layers.Dense(24, activation="relu"),
        layers.Dense(5, activation="softmax"),
    ]
)
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])

num_epochs = 30
history = model.fit(
    train_padded,
    training_label_seq,
    epochs=num_epochs,
    verbose=2,
    validation_data=(validation_padded, validation_label_seq),
)
