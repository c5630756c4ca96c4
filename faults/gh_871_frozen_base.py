# verdict: fault
# about: keras issues 871 and 8443 (VGG base frozen, new Dense layers on top), here a small VGG without pretrained weights on Fashion-MNIST
# score:
# fault: frozen_weights
# held_out: false
# line: 33
# fix 33: conv_base.trainable = True

import keras
from keras import layers, models
from keras.utils import to_categorical

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train = x_train[:2000].reshape(-1, 28, 28, 1).astype("float32") / 255
x_test = x_test[:600].reshape(-1, 28, 28, 1).astype("float32") / 255
y_train = to_categorical(y_train[:2000], 10)
y_test = to_categorical(y_test[:600], 10)


def small_vgg(input_shape):
    base = models.Sequential(name="conv_base")
    base.add(layers.Input(shape=input_shape))
    base.add(layers.Conv2D(16, 3, padding="same", activation="relu"))
    base.add(layers.MaxPooling2D((2, 2), strides=(2, 2)))
    base.add(layers.Conv2D(32, 3, padding="same", activation="relu"))
    base.add(layers.MaxPooling2D((2, 2), strides=(2, 2)))
    base.add(layers.Conv2D(64, 3, padding="same", activation="relu"))
    base.add(layers.GlobalAveragePooling2D())
    return base


conv_base = small_vgg((28, 28, 1))
conv_base.trainable = False

model = models.Sequential()
model.add(conv_base)
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(10, activation="softmax"))
model.compile("rmsprop", "categorical_crossentropy", metrics=["accuracy"])

history = model.fit(x_train, y_train, epochs=5, batch_size=32, validation_data=(x_test, y_test))
print(max(history.history["val_accuracy"]))
