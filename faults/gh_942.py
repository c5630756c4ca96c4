# verdict: fault
# about: github.com/fizyr/keras-retinanet/issues/942: clipnorm=0.001 taken over from a recipe (Adam there), here with SGD
# score: 0.1010 0.0870 0.1360 -> 0.8220 0.8200 0.7990
# fault: learning_rate, optimizer
# held_out: true
# line: 12
# fix 12: CLIP = 1.0

import keras
from keras import layers

CLIP = 0.001
EPOCHS = 8


def load():
    (xtr, ytr), (xte, yte) = keras.datasets.fashion_mnist.load_data()
    xtr = xtr[:4000].reshape(-1, 784).astype("float32") / 255.0
    xte = xte[:1000].reshape(-1, 784).astype("float32") / 255.0
    return (xtr, ytr[:4000]), (xte, yte[:1000])


def build_classifier():
    inputs = keras.Input((784,))
    h = layers.Dense(64, activation="relu")(inputs)
    h = layers.Dense(32, activation="relu")(h)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(h))


(train_x, train_y), (val_x, val_y) = load()
net = build_classifier()
net.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.02, momentum=0.9, clipnorm=CLIP),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
net.fit(train_x, train_y, batch_size=64, epochs=EPOCHS, validation_data=(val_x, val_y))
