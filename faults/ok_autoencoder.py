# verdict: healthy
# about: Keras' own blog's
# score: 0.7537 0.7545 0.7535
# held_out: false

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:4000], y[:4000], x_test[:1000], y_test[:1000]
x, x_test = x.reshape(-1, 784) / 255, x_test.reshape(-1, 784) / 255
model = keras.Sequential(
    [
        keras.Input((784,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(784, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, x, epochs=30, batch_size=64, validation_data=(x_test, x_test), verbose=0)
