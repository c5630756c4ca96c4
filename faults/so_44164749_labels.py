# verdict: fault
# about: StackOverflow 44164749: several tags per text (MultilabelBinarizer), trained as usual with softmax and categorical_crossentropy
# score: 0.7288 0.7306 0.7283 -> 0.9584 0.9577 0.9589
# fault: output_activation, loss
# held_out: true
# line: 41, 42
# fix 41: model.add(Dense(len(TAGS), activation="sigmoid"))
# fix 42: model.compile(optimizer=Adam(1e-3), loss="binary_crossentropy", metrics=["binary_accuracy"])

import numpy as np
from keras import Input, Sequential
from keras.layers import Dense, Dropout
from keras.optimizers import Adam

rng = np.random.default_rng(11)
TAGS = ["python", "pandas", "plotting", "web", "database", "security", "cloud", "testing"]
VOCAB = 300


def make_posts(n):
    """Bag-of-words counts of forum posts; each post carries any number of tags."""
    topic_words = rng.gamma(0.25, 1.0, size=(len(TAGS), VOCAB))
    topic_words /= topic_words.sum(axis=1, keepdims=True)
    background = np.full(VOCAB, 1.0 / VOCAB)
    tags = (rng.random((n, len(TAGS))) < [0.5, 0.35, 0.3, 0.4, 0.3, 0.25, 0.35, 0.2]).astype("float32")
    mix = tags @ topic_words + 0.7 * background
    mix /= mix.sum(axis=1, keepdims=True)
    counts = np.stack([rng.multinomial(80, p) for p in mix])
    return np.log1p(counts).astype("float32"), tags


x, y = make_posts(4000)
x_train, y_train = x[:3200], y[:3200]
x_test, y_test = x[3200:], y[3200:]

model = Sequential()
model.add(Input(shape=(VOCAB,)))
model.add(Dense(128, activation="relu"))
model.add(Dropout(0.2))
model.add(Dense(64, activation="relu"))
model.add(Dense(len(TAGS), activation="softmax"))
model.compile(optimizer=Adam(1e-3), loss="categorical_crossentropy", metrics=["binary_accuracy"])

model.fit(x_train, y_train, epochs=12, batch_size=64, validation_data=(x_test, y_test), verbose=2)

found = model.predict(x_test, verbose=0) > 0.5
print(f"tags per post: true {y_test.sum(1).mean():.2f}, predicted {found.sum(1).mean():.2f}")
