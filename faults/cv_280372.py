# verdict: fault
# about: stats.stackexchange 280372
# score:
# fault: learning_rate, epochs, optimizer
# held_out: false
# line: 20
# fix 20: sgd = SGD(learning_rate=0.2, momentum=0.9)

import numpy as np
from keras.layers import Activation, Dense
from keras.models import Sequential
from keras.optimizers import SGD

model = Sequential()
model.add(Dense(16, input_shape=(1,)))
model.add(Activation("relu"))
model.add(Dense(16))
model.add(Activation("relu"))
model.add(Dense(1))
sgd = SGD(learning_rate=0.001)
model.compile(loss="mean_squared_error", optimizer=sgd)


inputs = np.zeros((1000, 1), dtype=np.float32)
targets = np.zeros((1000, 1), dtype=np.float32)
for i in range(1000):
    inputs[i] = 0.001 * i
    targets[i, 0] = np.power((inputs[i, 0] - 0.5), 2)


model.fit(inputs, targets, batch_size=20, epochs=60, verbose=0)

outputs = model.predict(inputs, verbose=0)
print(outputs[::100, 0], targets[::100, 0])
