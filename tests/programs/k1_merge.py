"""Keras 1's merges: of networks at the start of a Sequential, and of tensors."""
import numpy as np
from keras.layers import Dense, Input, Merge, merge
from keras.models import Model, Sequential

a, b = np.random.rand(64, 3), np.random.rand(64, 2)
y = (a.sum(axis=1) > b.sum(axis=1)).astype(int)
left = Sequential()
left.add(Dense(8, input_dim=3))
right = Sequential()
right.add(Dense(8, input_dim=2))
model = Sequential()
model.add(Merge([left, right], mode="concat"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="rmsprop")
model.fit([a, b], y, nb_epoch=1, batch_size=16, verbose=0)

one, other = Input(shape=(3,)), Input(shape=(2,))
merged = merge([Dense(4)(one), Dense(4)(other)], mode="sum")
both = Model(input=[one, other], output=Dense(1, activation="sigmoid")(merged))
both.compile(loss="binary_crossentropy", optimizer="sgd")
both.fit([a, b], y, nb_epoch=1, verbose=0)
