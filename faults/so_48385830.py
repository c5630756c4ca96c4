# verdict: fault
# source: SO-48385830
# score: 0.0000 0.0000 0.0000 -> 0.7290 0.7110 0.7310
# fault: hidden_activation, output_activation, loss, learning_rate, weight_init
# held_out: false
# line: 27, 34, 37
# fix 27+:         activation="sigmoid",
# fix 34+:         activation="softmax",
# fix 37: model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="categorical_crossentropy", metrics=["accuracy"])

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:3000], y[:3000], x_test[:1000], y_test[:1000]
x = x.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255
y = keras.utils.to_categorical(y, 10)
y_test = keras.utils.to_categorical(y_test, 10)

model = keras.Sequential()
model.add(keras.Input((784,)))
model.add(
    layers.Dense(
        30,
        kernel_initializer=keras.initializers.RandomNormal(stddev=1),
        bias_initializer=keras.initializers.RandomNormal(stddev=1),
    )
)
model.add(
    layers.Dense(
        10,
        kernel_initializer=keras.initializers.RandomNormal(stddev=1),
        bias_initializer=keras.initializers.RandomNormal(stddev=1),
    )
)
model.compile(optimizer=keras.optimizers.SGD(learning_rate=3.0), loss="mean_squared_error", metrics=["accuracy"])
model.fit(x, y, batch_size=10, epochs=6, validation_data=(x_test, y_test), verbose=0)
