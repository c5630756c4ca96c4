from __future__ import absolute_import
from __future__ import print_function
import numpy as np
np.random.seed(1337)  # for reproducibility

from keras.models import Sequential
from keras.layers.core import Dense, Dropout, Activation
from keras.optimizers import SGD, Adam, RMSprop
from keras.regularizers import l2
from keras.utils import np_utils

'''
    Train a simple deep NN, in the way of 2015: every layer is told its input's size and its own.
'''

batch_size = 32
nb_classes = 4
nb_epoch = 3

X_train = np.random.randint(0, 256, (400, 64))
y_train = X_train[:, :4].argmax(axis=1)
X_train = X_train.astype("float32")
X_train /= 255
Y_train = np_utils.to_categorical(y_train, nb_classes)

model = Sequential()
model.add(Dense(64, 32, init='glorot_uniform', W_regularizer=l2(.0001)))
model.add(Activation('relu'))
model.add(Dropout(0.2))
model.add(Dense(32, nb_classes))
model.add(Activation('softmax'))

rms = RMSprop()
model.compile(loss='categorical_crossentropy', optimizer=rms)

model.fit(X_train[:300], Y_train[:300], batch_size=batch_size, nb_epoch=nb_epoch, show_accuracy=True, verbose=2,
          validation_data=(X_train[300:], Y_train[300:]))
score = model.evaluate(X_train[300:], Y_train[300:], show_accuracy=True, verbose=0)
print('Test score:', score[0])
print('Test accuracy:', score[1])
classes = model.predict_classes(X_train[300:], batch_size=32)
assert classes.shape == (100,)
