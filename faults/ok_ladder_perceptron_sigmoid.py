# verdict: healthy
# score: 0.9680 0.9630
# held_out: true

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:4000], y[:4000], x_test[:1000], y_test[:1000]
y, y_test = y == 5, y_test == 5
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        layers.Rescaling(1 / 255),
        layers.Flatten(),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
model.fit(x, y, epochs=8, validation_data=(x_test, y_test), verbose=0)
