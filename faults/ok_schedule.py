# verdict: healthy
# score: 0.9280 0.9330
# held_out: false

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:4000], y[:4000], x_test[:1000], y_test[:1000]
x, x_test = x / 255, x_test / 255
rate = keras.optimizers.schedules.CosineDecay(0.1, 600)
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.SGD(rate, momentum=0.9, nesterov=True),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x, y, epochs=5, validation_data=(x_test, y_test), verbose=0)
