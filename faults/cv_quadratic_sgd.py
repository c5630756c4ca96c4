# verdict: fault
# about: Cross Validated 280372: network with two hidden layers cannot learn y = (x - 0.5)^2, fits a line
# score:
# fault: learning_rate, optimizer, epochs
# held_out: false
# line: 21
# fix 21: sgd = SGD(learning_rate=0.2, momentum=0.9)

import numpy as np
from keras.layers import Activation, Dense, Input
from keras.models import Sequential
from keras.optimizers import SGD

model = Sequential()
model.add(Input(shape=(1,)))
model.add(Dense(16))
model.add(Activation("relu"))
model.add(Dense(16))
model.add(Activation("relu"))
model.add(Dense(1))
sgd = SGD(learning_rate=0.001)
model.compile(loss="mean_squared_error", optimizer=sgd)

inputs = np.zeros((100, 1), dtype=np.float32)
targets = np.zeros((100, 1), dtype=np.float32)
for i in range(100):
    inputs[i] = 0.01 * i
    targets[i, 0] = np.power((inputs[i, 0] - 0.5), 2)

order = np.random.RandomState(1).permutation(100)
train, test = order[:80], order[80:]

history = model.fit(
    inputs[train],
    targets[train],
    batch_size=16,
    epochs=120,
    validation_data=(inputs[test], targets[test]),
    verbose=0,
)
print("training loss:", history.history["loss"][-1])
for x, t, p in zip(inputs[test], targets[test], model.predict(inputs[test]), strict=False):
    print(x[0], t[0], p[0])
