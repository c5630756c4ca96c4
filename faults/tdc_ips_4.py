# verdict: fault
# source: TDC-IPS-4
# score: 0.0700 0.1140 0.1060 -> 0.8960 0.8800 0.8980
# fault: weight_init
# held_out: true
# line: 45
# fix 45:         layers.Dense(128, activation="relu", kernel_initializer="he_normal", bias_initializer="zeros"),
# fix 46:         layers.Dense(128, activation="relu", kernel_initializer="he_normal", bias_initializer="zeros"),
# fix 47:         layers.Dense(128, activation="relu", kernel_initializer="he_normal", bias_initializer="zeros"),
# fix 48:         layers.Dense(10, activation="softmax", kernel_initializer="he_normal", bias_initializer="zeros"),
# fix 49:
# fix 50:
# fix 51:
# fix 52:
# fix 53:
# fix 54:
# fix 55:
# fix 56:
# fix 57:
# fix 58:
# fix 59:
# fix 60:
# fix 61:
# fix 62:
# fix 63:
# fix 64:
# fix 65:
# fix 66:
# fix 67:
# fix 68:

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:2000], y[:2000], x_test[:500], y_test[:500]
x = x.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255
y = keras.utils.to_categorical(y, 10)
y_test = keras.utils.to_categorical(y_test, 10)

model = keras.Sequential(
    [
        keras.Input((784,)),
        layers.Dense(
            128,
            activation="relu",
            kernel_initializer=keras.initializers.RandomNormal(stddev=1.0),
            bias_initializer=keras.initializers.RandomNormal(stddev=1.0),
        ),
        layers.Dense(
            128,
            activation="relu",
            kernel_initializer=keras.initializers.RandomNormal(stddev=1.0),
            bias_initializer=keras.initializers.RandomNormal(stddev=1.0),
        ),
        layers.Dense(
            128,
            activation="relu",
            kernel_initializer=keras.initializers.RandomNormal(stddev=1.0),
            bias_initializer=keras.initializers.RandomNormal(stddev=1.0),
        ),
        layers.Dense(
            10,
            activation="softmax",
            kernel_initializer=keras.initializers.RandomNormal(stddev=1.0),
            bias_initializer=keras.initializers.RandomNormal(stddev=1.0),
        ),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.003), loss="categorical_crossentropy", metrics=["accuracy"]
)
model.fit(x, y, batch_size=100, epochs=5, validation_data=(x_test, y_test), verbose=0)
