# verdict: fault
# source: TDC-IPS-14
# score:
# fault: loss, weight_init, learning_rate
# held_out: false
# line: 27, 30
# fix 27:         layers.Dense(10, activation="softmax", kernel_initializer="glorot_uniform"),
# fix 30: model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
# fix 31:
# fix 32:
# fix 33:
# fix 34:

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:3000], y[:3000], x_test[:1000], y_test[:1000]
x = x.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255
y = keras.utils.to_categorical(y, 10)
y_test = keras.utils.to_categorical(y_test, 10)

model = keras.Sequential(
    [
        keras.Input((784,)),
        layers.Dense(10, activation="softmax", kernel_initializer=keras.initializers.TruncatedNormal(stddev=1.0)),
    ]
)
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.01),
    loss=keras.losses.CategoricalCrossentropy(reduction="sum"),
    metrics=["accuracy"],
)
model.fit(x, y, batch_size=100, epochs=8, validation_data=(x_test, y_test), verbose=0)
