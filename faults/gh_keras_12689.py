# verdict: fault
# about: keras-team/keras issue 12689
# score: 0.3440 0.2940 0.1820 -> 0.8280 0.8380 0.8120
# fault: train_validation_mismatch
# held_out: false
# line: 40
# fix 40: x_val = preprocess_input(val_images)

import gzip

import keras
import numpy as np
from keras import layers
from keras.models import Sequential

NUM_CLASSES = 10
DATA = "/usr/share/datasets/fashion-mnist/"


def read_images(name):
    with gzip.open(DATA + name) as f:
        return np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 28, 28, 1).astype("float32")


def read_labels(name):
    with gzip.open(DATA + name) as f:
        return np.frombuffer(f.read(), np.uint8, offset=8).astype("int32")


def preprocess_input(x):
    return x / 127.5 - 1.0


train_images = read_images("train-images-idx3-ubyte.gz")[:2000]
train_labels = read_labels("train-labels-idx1-ubyte.gz")[:2000]
val_images = read_images("t10k-images-idx3-ubyte.gz")[:500]
val_labels = read_labels("t10k-labels-idx1-ubyte.gz")[:500]

x_train = preprocess_input(train_images)
x_val = val_images / 255.0

model = Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(8, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.BatchNormalization(),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(NUM_CLASSES, activation="softmax"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="sparse_categorical_crossentropy", metrics=["acc"])
model.fit(x_train, train_labels, batch_size=32, epochs=6, validation_data=(x_val, val_labels))
