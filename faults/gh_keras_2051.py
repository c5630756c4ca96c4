# verdict: fault
# about: keras-team/keras issue 2051
# score: 0.0000 0.0000 0.0000 -> 0.9976 0.9982 0.9976
# fault: target_scaling, input_scaling
# held_out: false
# line: 20
# fix 20: scale = numpy.max(data, axis=0)

import numpy
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import SGD

rng = numpy.random.RandomState(2051)
price = 60 + 25 * numpy.sin(numpy.arange(2456) / 90.0) + numpy.cumsum(rng.normal(0, 0.4, 2456))
volume = rng.lognormal(13, 0.5, 2456)
data = numpy.column_stack([price[5:], price[4:-1], price[3:-2], price[2:-3], price[1:-4], price[:-5], volume[4:-1]])
data = data[rng.permutation(len(data))]

scale = numpy.max(data)
data /= scale

y = data[:, :1]
x = data[:, 1:]

model = Sequential()
model.add(Dense(7, input_dim=x.shape[1], kernel_initializer="uniform", activation="linear"))
model.add(Dense(4, kernel_initializer="uniform", activation="tanh"))
model.add(Dense(y.shape[1], kernel_initializer="uniform", activation="linear"))

sgd = SGD(learning_rate=0.06, momentum=0.5, nesterov=False)
model.compile(loss="mean_squared_error", optimizer=sgd)
model.fit(x, y, epochs=20, batch_size=4, validation_split=0.2, verbose=0)

print(model.predict(x[:10], verbose=0), y[:10])
