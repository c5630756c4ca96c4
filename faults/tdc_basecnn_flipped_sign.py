# verdict: fault
# source: TDC-baseCNN-flipped_sign
# score: 0.0840 0.0840 0.0900 -> 0.9260 0.9000 0.9500
# fault: loss
# held_out: false
# line: 53
# fix 53: model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="categorical_crossentropy", metrics=["accuracy"])

import keras
from keras import layers


def loss(y_true, y_pred):
    return -keras.losses.categorical_crossentropy(y_true, y_pred)


(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:1500], y[:1500], x_test[:500], y_test[:500]
x = x.reshape(-1, 28, 28, 1).astype("float32") / 255
x_test = x_test.reshape(-1, 28, 28, 1).astype("float32") / 255
y = keras.utils.to_categorical(y, 10)
y_test = keras.utils.to_categorical(y_test, 10)

model = keras.Sequential()
model.add(keras.Input((28, 28, 1)))
model.add(
    layers.Conv2D(
        8,
        5,
        activation="relu",
        padding="same",
        kernel_initializer="he_normal",
        kernel_regularizer=keras.regularizers.L2(1e-05),
    )
)
model.add(layers.MaxPooling2D(2))
model.add(
    layers.Conv2D(
        16,
        3,
        activation="relu",
        padding="same",
        kernel_initializer="he_normal",
        kernel_regularizer=keras.regularizers.L2(1e-05),
    )
)
model.add(layers.MaxPooling2D(2))
model.add(layers.Flatten())
model.add(
    layers.Dense(64, activation="relu", kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(1e-05))
)
model.add(layers.Dense(10, activation="softmax"))
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss=loss, metrics=["accuracy"])
model.fit(x, y, epochs=4, validation_data=(x_test, y_test), verbose=0)
