# verdict: healthy
# about: an image as a sequence of rows
# score: 0.8870 0.8630
# held_out: false

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:2000], y[:2000], x_test[:1000], y_test[:1000]
x, x_test = x / 255, x_test / 255
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        layers.LSTM(32),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10, validation_data=(x_test, y_test), verbose=0)
