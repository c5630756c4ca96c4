# verdict: no_signal
# about: tflearn/tflearn pull request 445 (the form of SVHN's .mat files)
# score:
# fault: no_signal, label_noise
# held_out: true
# line: 29
# fix 29:     X = np.moveaxis(X, 2, 0)[..., None].astype("float32") / 255

import gzip

import numpy as np
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D
from keras.models import Sequential


def load_mat(count):
    """As in the .mat files: X is height x width x samples."""
    folder = "/usr/share/datasets/fashion-mnist/"
    with gzip.open(folder + "train-images-idx3-ubyte.gz") as f:
        images = np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 28, 28)[:count]
    with gzip.open(folder + "train-labels-idx1-ubyte.gz") as f:
        labels = np.frombuffer(f.read(), np.uint8, offset=8)[:count]
    return {"X": np.ascontiguousarray(np.moveaxis(images, 0, 2)), "y": labels.reshape(-1, 1)}


def load_data(count=3000):
    data = load_mat(count)
    X, Y = data["X"], data["y"]
    X = X.reshape(count, 28, 28, 1).astype("float32") / 255
    return X, Y.astype("int32")


X, Y = load_data()

network = Sequential()
network.add(Conv2D(16, 3, activation="relu", input_shape=(28, 28, 1)))
network.add(MaxPooling2D(2))
network.add(Conv2D(32, 3, activation="relu"))
network.add(MaxPooling2D(2))
network.add(Flatten())
network.add(Dense(64, activation="relu"))
network.add(Dense(10, activation="softmax"))
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
network.fit(X, Y, epochs=6, validation_split=0.2, batch_size=64, shuffle=True)
