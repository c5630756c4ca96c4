# verdict: fault
# about: keras-team/keras issue 12419
# score: 0.3820 0.2980 0.4060 -> 0.8100 0.8180 0.8200
# fault: frozen_weights, architecture
# held_out: true
# line: 46
# fix 46:             layer.trainable = True

import gzip

import numpy as np
from keras.layers import Dense, Flatten, Input
from keras.losses import categorical_crossentropy
from keras.models import Sequential
from keras.utils import to_categorical


def read(name, offset):
    with gzip.open("/usr/share/datasets/fashion-mnist/" + name) as f:
        return np.frombuffer(f.read(), np.uint8, offset=offset)


def load_data():
    x_train = read("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)[:3000].astype("float32") / 255
    y_train = to_categorical(read("train-labels-idx1-ubyte.gz", 8)[:3000], num_classes=10)
    x_test = read("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)[:1000].astype("float32") / 255
    y_test = to_categorical(read("t10k-labels-idx1-ubyte.gz", 8)[:1000], num_classes=10)
    return x_train, y_train, x_test, y_test


def build():
    return Sequential(
        [
            Input((28, 28)),
            Flatten(),
            Dense(64, name="dense1", activation="relu"),
            Dense(8, name="dense2", activation="relu"),
            Dense(10, name="dense3", activation="softmax"),
        ]
    )


def freeze(model):
    for layer in model.layers:
        if layer.name in ("dense1", "dense2"):
            layer.trainable = False
    return model


def run():
    x_train, y_train, x_test, y_test = load_data()
    model = freeze(build())
    model.compile(optimizer="Adam", metrics=["accuracy"], loss=categorical_crossentropy)
    model.fit(x_train, y_train, epochs=8, verbose=2, validation_data=(x_test, y_test))
    return model


run()
