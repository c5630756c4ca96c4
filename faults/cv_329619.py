# verdict: no_signal
# about: stats.stackexchange 329619
# score:
# fault: no_signal, architecture
# held_out: false
# line: 19
# fix 19: xtrain = np.stack([x[:-2], x[1:-1], x[2:]], axis=1)[:, :, None]

import numpy as np
from keras.layers import Dense, Input, SimpleRNN
from keras.models import Sequential

np.random.seed(3)
x = np.random.randint(0, 100, size=2000) / 100
X = x[2:]
Y = x[:-2]


xtrain = np.reshape(X, (X.shape[0], 1, 1))

model = Sequential()
model.add(Input(shape=xtrain.shape[1:]))
model.add(SimpleRNN(12))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mse")
model.fit(x=xtrain, y=Y, epochs=30, batch_size=16, verbose=0)

pred = model.predict(xtrain, verbose=0)
print(np.c_[Y[:10], pred[:10]])
