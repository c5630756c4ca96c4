"""Theano's image order, in layers and for the whole program."""
import numpy as np
from keras import backend as K

K.set_image_dim_ordering("th")
from keras.layers.convolutional import Convolution2D, MaxPooling2D, ZeroPadding2D
from keras.layers.core import Dense, Flatten
from keras.models import Sequential

x = np.random.rand(64, 3, 8, 8).astype("float32")
y = np.random.randint(0, 2, (64, 1))
model = Sequential()
model.add(ZeroPadding2D((1, 1), input_shape=(3, 8, 8)))
model.add(Convolution2D(4, 3, 3, activation="relu"))
model.add(MaxPooling2D((2, 2), strides=(2, 2), dim_ordering="th"))
model.add(Flatten())
model.add(Dense(1, activation="sigmoid"))
assert model.layers[1].output.shape == (None, 4, 8, 8)
model.compile(loss="binary_crossentropy", optimizer="sgd", class_mode="binary")
model.fit(x, y, nb_epoch=2, batch_size=16, verbose=0)
