# verdict: healthy
# score: 0.9180 0.9170
# held_out: true

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:4000], y[:4000], x_test[:1000], y_test[:1000]
x, x_test = x / 255, x_test / 255
y, y_test = keras.utils.to_categorical(y), keras.utils.to_categorical(y_test)
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1), metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_data=(x_test, y_test), verbose=0)
