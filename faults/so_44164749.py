# verdict: fault
# about: StackOverflow 44164749
# score: 0.7259 0.7261 0.7262 -> 0.9955 0.9953 0.9941
# fault: output_activation, loss
# held_out: true
# line: 29, 33
# fix 29: model.add(Dense(y_train.shape[1], activation="sigmoid"))
# fix 33:     loss="binary_crossentropy",

import numpy as np
from keras.layers import Dense, Dropout
from keras.models import Sequential
from keras.optimizers import SGD

rng = np.random.default_rng(44)
n, n_words, n_topics = 3000, 200, 11
words_of = rng.random((n_topics, n_words)) < 0.06
Y = (rng.random((n, n_topics)) < 0.3).astype("float32")
rate = 0.02 + 0.75 * (Y @ words_of > 0)
X = (rng.random((n, n_words)) < rate).astype("float32")
X_train, X_test = X[:2400], X[2400:]
y_train, y_test = Y[:2400], Y[2400:]

model = Sequential()
model.add(Dense(300, activation="relu", input_dim=X_train.shape[1]))
model.add(Dropout(0.1))
model.add(Dense(100, activation="relu"))
model.add(Dropout(0.1))
model.add(Dense(y_train.shape[1], activation="softmax"))

sgd = SGD(learning_rate=0.05, momentum=0.9, nesterov=True)
model.compile(
    loss="categorical_crossentropy",
    optimizer=sgd,
    metrics=[
        "accuracy",
    ],
)

model.fit(X_train, y_train, epochs=20, batch_size=32, validation_data=(X_test, y_test), verbose=2)

preds = model.predict(X_test)
preds[preds >= 0.5] = 1
preds[preds < 0.5] = 0
print((preds == y_test).mean(), (preds == y_test).all(axis=1).mean())
