"""In the style of Keras 1's mnist_mlp: np_utils, output_dim, nb_epoch."""
from __future__ import print_function

import numpy as np

np.random.seed(1337)

from keras.datasets import mnist
from keras.layers.core import Activation, Dense, Dropout
from keras.models import Sequential
from keras.optimizers import RMSprop
from keras.utils import np_utils

batch_size, nb_classes, nb_epoch = 128, 10, 2
(X_train, y_train), (X_test, y_test) = mnist.load_data()
X_train, y_train, X_test, y_test = X_train[:2000], y_train[:2000], X_test[:500], y_test[:500]
X_train = X_train.reshape(2000, 784).astype("float32") / 255
X_test = X_test.reshape(500, 784).astype("float32") / 255
print(X_train.shape[0], "train samples")
Y_train = np_utils.to_categorical(y_train, nb_classes)
Y_test = np_utils.to_categorical(y_test, nb_classes)

model = Sequential()
model.add(Dense(64, input_shape=(784,)))
model.add(Activation("relu"))
model.add(Dropout(0.2))
model.add(Dense(output_dim=10, init="uniform"))
model.add(Activation("softmax"))
model.summary()
model.compile(loss="categorical_crossentropy", optimizer=RMSprop(), metrics=["accuracy"])
history = model.fit(X_train, Y_train, batch_size=batch_size, nb_epoch=nb_epoch, verbose=1, validation_data=(X_test, Y_test))
score = model.evaluate(X_test, Y_test, verbose=0)
print("Test score:", score[0])
print("Test accuracy:", score[1])
assert len(history.history["val_acc"]) == 2 and history.history["acc"] == history.history["accuracy"]
