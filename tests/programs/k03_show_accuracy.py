"""Keras 0.3: the accuracy is asked for at fit, and classes at compile."""
import numpy as np
from keras.layers.core import Activation, Dense
from keras.models import Sequential
from keras.optimizers import SGD

X = np.random.rand(200, 20)
y = (X.sum(axis=1) > 10).astype(int)
model = Sequential()
model.add(Dense(20, 16, init="uniform", activation="tanh"))
model.add(Dense(1, init="uniform"))
model.add(Activation("sigmoid"))
sgd = SGD(lr=0.1, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss="binary_crossentropy", optimizer=sgd, class_mode="binary")
hist = model.fit(X, y, nb_epoch=3, batch_size=16, show_accuracy=True, verbose=0)
assert "acc" in hist.history
print(model.evaluate(X, y, batch_size=16, show_accuracy=True, verbose=0))
