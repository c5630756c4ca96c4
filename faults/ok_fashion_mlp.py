# verdict: healthy
# about: Keras' own beginner's network, from_logits done right, no validation data
# score: 0.8850 0.9010
# held_out: true

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x, y, x_test, y_test = x[:4000], y[:4000], x_test[:1000], y_test[:1000]
x, x_test = x / 255, x_test / 255
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(10),
    ]
)
model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(x, y, epochs=8, verbose=0)
