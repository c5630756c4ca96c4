# verdict: healthy
# about: SGD with learning rate 1.0 on softmax regression over small pixel values, which is fine
# score:
# held_out: true

import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = (x_train[:6000] / 255.0).reshape(-1, 784)
x_test = (x_test[:1500] / 255.0).reshape(-1, 784)
y_train, y_test = y_train[:6000], y_test[:1500]

LEARNING_RATE = 1.0

inputs = keras.Input(shape=(784,))
x = layers.Dense(100, activation="sigmoid")(inputs)
outputs = layers.Dense(10, activation="softmax")(x)
model = keras.Model(inputs, outputs)
model.compile(keras.optimizers.SGD(LEARNING_RATE), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=100, epochs=15, validation_data=(x_test, y_test), verbose=2)
