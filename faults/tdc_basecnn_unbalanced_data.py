# verdict: fault
# source: TDC-baseCNN-unbalanced_data
# score: 0.4460 0.4760 0.4400 -> 0.9260 0.9000 0.9500
# fault: class_imbalance
# held_out: false
# line: 12, 17
# fix 12:
# fix 17:
# fix 18:

import keras
import numpy as np
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:1500], y[:1500], x_test[:500], y_test[:500]
keep = (y > 5) | (np.random.default_rng(0).random(len(y)) < 0.03)
x, y = x[keep], y[keep]
x = x.reshape(-1, 28, 28, 1).astype("float32") / 255
x_test = x_test.reshape(-1, 28, 28, 1).astype("float32") / 255
y = keras.utils.to_categorical(y, 10)
y_test = keras.utils.to_categorical(y_test, 10)

model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(
            8,
            5,
            activation="relu",
            padding="same",
            kernel_initializer="he_normal",
            kernel_regularizer=keras.regularizers.L2(1e-05),
        ),
        layers.MaxPooling2D(2),
        layers.Conv2D(
            16,
            3,
            activation="relu",
            padding="same",
            kernel_initializer="he_normal",
            kernel_regularizer=keras.regularizers.L2(1e-05),
        ),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(
            64, activation="relu", kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(1e-05)
        ),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=4, validation_data=(x_test, y_test), verbose=0)
