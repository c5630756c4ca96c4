# verdict: fault
# about: keras-team/keras issue 8508
# score: 0.7412 0.6800 0.7362 -> 0.9187 0.9175 0.9137
# fault: output_activation, hidden_activation
# held_out: true
# line: 27, 29
# fix 27: model.add(Dense(30, activation="relu"))
# fix 29: model.add(Dense(2, activation="softmax"))

import numpy as np
from keras.layers import Dense, Dropout
from keras.models import Sequential
from keras.utils import to_categorical

np.random.seed(8508)
n = 4000
X_train = np.random.normal(size=(n, 23))
score = X_train[:, 0] * X_train[:, 1] + X_train[:, 2] - 0.8 * X_train[:, 3] + 0.5 * X_train[:, 4] ** 2 - 0.5

y_train = 1 + (score + 0.2 * np.random.normal(size=n) > 0).astype(int)

print(X_train.shape)
y_train2 = to_categorical(y_train - 1)
model = Sequential()
model.add(Dense(50, input_dim=23, activation="relu"))
model.add(Dropout(0.2))
model.add(Dense(30, activation="softmax"))
model.add(Dropout(0.5))
model.add(Dense(2, activation="relu"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X_train, y_train2, batch_size=128, epochs=40, validation_split=0.2, verbose=2)
