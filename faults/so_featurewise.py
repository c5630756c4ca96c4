# verdict: fault
# about: StackOverflow (qa.1r1g.com/sf/ask/3855093651): ImageDataGenerator featurewise_center, poor validation accuracy
# score: 0.6940 0.6250 0.6520 -> 0.8280 0.8140 0.8380
# fault: train_validation_mismatch, input_scaling
# held_out: true
# line: 22
# fix 22: x_valid = (x_valid.astype("float32") - pixel_mean) / pixel_std

"""Garment classifier, dense version first."""

import keras
from keras.datasets import fashion_mnist

(images, labels), _ = fashion_mnist.load_data()
images, labels = images[:6000].reshape(-1, 784), labels[:6000]
x_train, y_train = images[:5000], labels[:5000]
x_valid, y_valid = images[5000:], labels[5000:]

pixel_mean = x_train.mean(axis=0)
pixel_std = x_train.std(axis=0) + 10.0
x_train = (x_train.astype("float32") - pixel_mean) / pixel_std
x_valid = x_valid.astype("float32") / 255.0


def baseline():
    model = keras.Sequential()
    model.add(keras.Input(shape=(784,)))
    model.add(keras.layers.Dense(256, activation="relu"))
    model.add(keras.layers.Dropout(0.2))
    model.add(keras.layers.Dense(64, activation="relu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


model = baseline()
history = model.fit(x_train, y_train, batch_size=100, epochs=8, validation_data=(x_valid, y_valid), verbose=2)
print("best validation accuracy", max(history.history["val_accuracy"]))
