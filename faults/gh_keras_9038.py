# verdict: fault
# about: keras-team/keras issue 9038
# score:
# fault: non_finite
# held_out: false
# line: 19
# fix 19: train_data = (train_data - train_data.mean(axis=0)) / (train_data.std(axis=0) + 1e-8)

import numpy as np
from keras.layers import Activation, BatchNormalization, Dense, Dropout
from keras.models import Sequential

rng = np.random.default_rng(9038)
train_data = rng.poisson(2.0, size=(1600, 120)).astype("float64")
train_data[:, 17] = 0  # this code never occurs in the sample
weights = rng.normal(size=120) * (rng.random(120) < 0.15)
labels = (train_data @ weights > np.median(train_data @ weights)).astype(int)

train_data = (train_data - train_data.mean(axis=0)) / train_data.std(axis=0)

X = train_data
print(X.shape[1])
input_dims = X.shape[1]
act_func = "relu"
model = Sequential()

model.add(Dense(input_dims, input_dim=input_dims))
model.add(BatchNormalization())
model.add(Activation("tanh"))
model.add(Dropout(0.3))

model.add(Dense(input_dims // 2))
model.add(BatchNormalization())
model.add(Activation(act_func))
model.add(Dropout(0.3))
model.add(Dense(input_dims // 4, activation=act_func))

model.add(Dense(1, activation="sigmoid"))


model.compile(loss="binary_crossentropy", optimizer="adam")

model.fit(X, labels, epochs=10, batch_size=32, validation_split=0.2, verbose=2)
