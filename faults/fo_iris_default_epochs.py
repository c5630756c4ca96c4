# verdict: fault
# about: StackOverflow (55276.net 864276): Keras much worse than knn and random forest on iris, tanh layers of 150, fit called without epochs
# score: 0.7820 0.6640 0.7140 -> 0.9920 0.9750 0.9920
# fault: epochs
# held_out: true
# line: 40
# fix 40: model.fit(X_train, y_train, validation_data=(X_test, y_test), epochs=100)

import numpy as np
from keras.layers import Dense
from keras.models import Sequential
from keras.utils import to_categorical

MEANS = [[5.0, 3.4, 1.5, 0.25], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.5, 2.0]]
STDS = [[0.35, 0.38, 0.17, 0.1], [0.5, 0.3, 0.47, 0.2], [0.6, 0.32, 0.55, 0.27]]


def load_flowers(per_class=120, seed=3):
    """Sepal and petal sizes of three species."""
    rng = np.random.default_rng(seed)
    X = np.concatenate([rng.normal(m, s, (per_class, 4)) for m, s in zip(MEANS, STDS, strict=False)])
    y = np.repeat([0, 1, 2], per_class)
    order = rng.permutation(len(X))
    return X[order].astype("float32"), y[order]


X, labels = load_flowers()
y = to_categorical(labels)
split = int(0.67 * len(X))
X_train, X_test = X[:split], X[split:]
y_train, y_test = y[:split], y[split:]

model = Sequential()
model.add(Dense(150, activation="tanh", input_shape=(X.shape[1],)))
model.add(Dense(150, activation="tanh"))
model.add(Dense(150, activation="tanh"))
model.add(Dense(y.shape[1], activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])

model.fit(X_train, y_train, validation_data=(X_test, y_test))
score, acc = model.evaluate(X_test, y_test, verbose=0)
print("accuracy:", acc)
