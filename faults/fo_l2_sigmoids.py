# verdict: fault
# about: StackOverflow, Keras L2 regularization makes the network not learn (stackoom 4HpqD)
# score: 0.6275 0.6110 0.6315 -> 0.8280 0.8270 0.8245
# fault: regularization
# held_out: false
# line: 34
# fix 34:         layers.Dense(units=36, activation=activations.sigmoid, kernel_regularizer=regularizers.l2(0.0001)),

import gzip

import numpy as np
from tensorflow.keras import activations, layers, losses, models, optimizers, regularizers
from tensorflow.keras.utils import to_categorical

NUM_CLASSES = 10
BATCH_SIZE = 128
EPOCHS = 20


def load(kind, n):
    with gzip.open(f"/usr/share/datasets/fashion-mnist/{kind}-images-idx3-ubyte.gz") as f:
        x = np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 784)[:n]
    with gzip.open(f"/usr/share/datasets/fashion-mnist/{kind}-labels-idx1-ubyte.gz") as f:
        y = np.frombuffer(f.read(), np.uint8, offset=8)[:n]
    return x.astype("float32") / 255, to_categorical(y, NUM_CLASSES)


x_train, y_train = load("train", 8000)
x_val, y_val = load("t10k", 2000)

model = models.Sequential(
    [
        layers.Input(shape=x_train.shape[1:]),
        layers.Dense(units=36, activation=activations.sigmoid, kernel_regularizer=regularizers.l2(0.1)),
        layers.Dropout(0.5),
        layers.Dense(units=NUM_CLASSES, activation=activations.softmax),
    ]
)

model.compile(loss=losses.CategoricalCrossentropy(), optimizer=optimizers.RMSprop(), metrics=["accuracy"])

history = model.fit(x_train, y_train, batch_size=BATCH_SIZE, epochs=EPOCHS, verbose=2, validation_data=(x_val, y_val))
