"""In the style of Keras 1's mnist_cnn: Convolution2D(n, rows, columns), border_mode, image_dim_ordering."""
import numpy as np
from keras import backend as K
from keras.datasets import mnist
from keras.layers import Activation, Convolution2D, Dense, Dropout, Flatten, MaxPooling2D
from keras.models import Sequential
from keras.utils import np_utils

nb_filters, pool_size, kernel_size, img_rows, img_cols = 8, (2, 2), (3, 3), 28, 28
(X_train, y_train), (X_test, y_test) = mnist.load_data()
X_train, y_train = X_train[:256], y_train[:256]
if K.image_dim_ordering() == "th":
    X_train = X_train.reshape(X_train.shape[0], 1, img_rows, img_cols)
    input_shape = (1, img_rows, img_cols)
else:
    X_train = X_train.reshape(X_train.shape[0], img_rows, img_cols, 1)
    input_shape = (img_rows, img_cols, 1)
X_train = X_train.astype("float32")
X_train /= 255
Y_train = np_utils.to_categorical(y_train, 10)

model = Sequential()
model.add(Convolution2D(nb_filters, kernel_size[0], kernel_size[1], border_mode="valid", input_shape=input_shape))
model.add(Activation("relu"))
model.add(Convolution2D(nb_filters, 3, 3, subsample=(2, 2), W_regularizer="l2"))
model.add(Activation("relu"))
model.add(MaxPooling2D(pool_size=pool_size, border_mode="same"))
model.add(Dropout(p=0.25))
model.add(Flatten())
model.add(Dense(10))
model.add(Activation("softmax"))
assert model.layers[0].kernel_size == (3, 3) and model.layers[2].strides == (2, 2)
model.compile(loss="categorical_crossentropy", optimizer="adadelta", metrics=["accuracy"])
model.fit(X_train, Y_train, batch_size=64, nb_epoch=1, verbose=0, validation_split=0.2)
print(model.predict_classes(X_train[:3], verbose=0), model.predict_proba(X_train[:3]).shape)
