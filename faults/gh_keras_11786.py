# verdict: fault
# about: keras-team/keras issue 11786
# score: 0.4475 0.4475 0.4475 -> 0.9975 0.9975 0.9975
# fault: label_encoding, output_units
# held_out: true
# line: 25
# fix 25+: y = y - 1

import keras
import numpy as np
from keras.layers import Dense, Dropout, Input
from keras.models import Sequential

rng = np.random.RandomState(77)


def load_reviews(n=1800, words=120):
    """Word counts of product reviews and their stars, 1 to 5, five more often than not."""
    stars = rng.choice([1, 2, 3, 4, 5], n, p=[0.12, 0.08, 0.1, 0.15, 0.55])
    tone = rng.normal(0, 0.8, (6, words))
    counts = rng.poisson(np.exp(tone[stars] - 1.2))
    return np.log1p(counts).astype("float32"), stars


x, y = load_reviews()
x_train, y_train = x[:1400], y[:1400]
x_test, y_test = x[1400:], y[1400:]

model = Sequential()
model.add(Input((x.shape[1],)))
model.add(Dense(100, activation="relu"))
model.add(Dropout(0.4))
model.add(Dense(5, activation="softmax"))

model.compile(
    loss=keras.losses.sparse_categorical_crossentropy,
    optimizer=keras.optimizers.Adam(learning_rate=0.001),
    metrics=["accuracy"],
)

history = model.fit(x_train, y_train, batch_size=32, epochs=20, verbose=0, validation_data=(x_test, y_test))
print(history.history["loss"][-1], history.history["val_accuracy"][-1])
