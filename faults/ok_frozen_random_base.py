# verdict: healthy
# about: a frozen base of 400 random features is enough for bags and boots; L2 on the head
# score:
# held_out: false

import gzip

import numpy as np
from keras import regularizers
from keras.layers import Dense, Input
from keras.models import Model, Sequential


def fashion(kind, rows):
    folder = "/usr/share/datasets/fashion-mnist/"
    with gzip.open(f"{folder}{kind}-images-idx3-ubyte.gz") as f:
        x = np.frombuffer(f.read(16 + rows * 784), np.uint8, offset=16).reshape(rows, 784) / 255
    with gzip.open(f"{folder}{kind}-labels-idx1-ubyte.gz") as f:
        y = np.frombuffer(f.read(8 + rows), np.uint8, offset=8)
    keep = np.isin(y, [1, 5, 8, 9])  # trouser, sandal, bag, boot
    return x[keep].astype("float32"), np.searchsorted([1, 5, 8, 9], y[keep])


x_train, y_train = fashion("train", 4000)
x_test, y_test = fashion("t10k", 1500)

base = Sequential([Input((784,)), Dense(400, activation="relu", kernel_initializer="he_normal")], name="base")
base.trainable = False  # extreme learning machine

inputs = Input((784,))
head = Dense(4, activation="softmax", kernel_regularizer=regularizers.l2(1e-3))(base(inputs, training=False))
model = Model(inputs, head)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=15, batch_size=64, validation_data=(x_test, y_test), verbose=0)
