# verdict: fault
# source: MUT-M1
# about: shrunk: fewer filters, 2000 images
# score: 0.1340 0.0980 -> 0.9020 0.8840
# fault: weight_init
# held_out: false
# line: 23
# fix 23:         layers.Conv2D(8, 3, activation="relu", kernel_initializer="glorot_uniform"),

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:2000], y[:2000], x_test[:500], y_test[:500]
x = x.reshape(-1, 28, 28, 1).astype("float32") / 255
x_test = x_test.reshape(-1, 28, 28, 1).astype("float32") / 255
y = keras.utils.to_categorical(y, 10)
y_test = keras.utils.to_categorical(y_test, 10)

model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(8, 3, activation="relu", kernel_initializer="zeros"),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss="categorical_crossentropy", metrics=["accuracy"]
)
model.fit(x, y, batch_size=64, epochs=4, validation_data=(x_test, y_test), verbose=0)
