# verdict: fault
# about: StackOverflow 53581388: tells from 8 bits whether a number is even or odd, accuracy about 50 %
# score:
# fault: architecture, hidden_activation, epochs
# held_out: false
# line: 31, 32
# fix 31: model.add(Dense(16, kernel_initializer="uniform", activation="relu"))
# fix 32: model.add(Dense(16, kernel_initializer="uniform", activation="relu"))

import numpy as np
from keras.layers import Dense, Input
from keras.models import Sequential

data = []
labels = []
for i in range(256):
    string = np.binary_repr(i, 8)
    array = []
    for k in string:
        array.append(int(k))
    data.append(np.array(array))
    labels.append(-1 * (i % 2 - 1))

data = np.array(data)
labels = np.array(labels)
order = np.random.RandomState(0).permutation(256)
data, labels = data[order], labels[order]

model = Sequential()
model.add(Input(shape=(8,)))
model.add(Dense(1, kernel_initializer="uniform", activation="relu"))
model.add(Dense(2, kernel_initializer="uniform", activation="relu"))
model.add(Dense(1, kernel_initializer="uniform", activation="sigmoid"))

model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])

model.fit(data[:200], labels[:200], epochs=10, batch_size=2, validation_data=(data[200:], labels[200:]))

scores = model.evaluate(data, labels)
print("accuracy: %.2f%%" % (scores[1] * 100))
