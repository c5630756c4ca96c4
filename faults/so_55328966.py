# verdict: fault
# source: SO-55328966
# score: 0.0890 0.1630 0.2235 -> 0.9000 0.9055 0.9030
# fault: output_activation, input_scaling, learning_rate, hidden_activation
# held_out: false
# line: 19, 29, 32
# fix 19: x = x.reshape(-1, 784).astype("float32") / 255
# fix 20: x_test = x_test.reshape(-1, 784).astype("float32") / 255
# fix 29:         layers.Dense(10, activation="softmax"),
# fix 32: model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
# fix 33:
# fix 34:

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:5000], y[:5000], x_test[:2000], y_test[:2000]
x = x.reshape(-1, 784).astype("float32")
x_test = x_test.reshape(-1, 784).astype("float32")
y = keras.utils.to_categorical(y, 10)
y_test = keras.utils.to_categorical(y_test, 10)

model = keras.Sequential(
    [
        keras.Input((784,)),
        layers.Dense(784),
        layers.Dense(50, activation="relu"),
        layers.Dense(10, activation="sigmoid"),
    ]
)
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.0001), loss="categorical_crossentropy", metrics=["accuracy"]
)
model.fit(x, y, epochs=5, validation_data=(x_test, y_test), verbose=0)
