# verdict: healthy
# about: dropout of 0.8, but on a wide layer
# score:
# held_out: false

import gzip

import keras
import numpy as np
from keras import layers

root = "/usr/share/datasets/fashion-mnist/"
with gzip.open(root + "train-images-idx3-ubyte.gz") as f:
    images = np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 28, 28)[:5000]
with gzip.open(root + "train-labels-idx1-ubyte.gz") as f:
    labels = np.frombuffer(f.read(), np.uint8, offset=8)[:5000]

inputs = keras.Input(shape=(28, 28))
x = layers.Rescaling(1 / 127.5, offset=-1)(inputs)
x = layers.Flatten()(x)
x = layers.Dense(600, activation="relu", kernel_initializer="he_normal")(x)
x = layers.Dropout(0.8)(x)
outputs = layers.Dense(10, activation="softmax")(x)
model = keras.Model(inputs, outputs)
model.compile(
    optimizer=keras.optimizers.SGD(0.02, momentum=0.9, nesterov=True),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(images, labels, batch_size=64, epochs=10, validation_split=0.2, verbose=0)
