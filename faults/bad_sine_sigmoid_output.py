# verdict: fault
# score:
# fault: output_activation
# held_out: false
# line: 21
# fix 21: model.add(Dense(1))

import numpy as np
from keras.layers import Dense
from keras.models import Sequential

x = np.linspace(-6, 6, 1200).reshape(-1, 1)
y = np.sin(x)
np.random.seed(1)
order = np.random.permutation(len(x))
x, y = x[order], y[order]

model = Sequential()
model.add(Dense(64, activation="tanh", input_shape=(1,)))
model.add(Dense(64, activation="tanh"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(x, y, epochs=60, batch_size=32, validation_split=0.2, verbose=0)
