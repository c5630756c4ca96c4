# verdict: fault
# source: MUT-M2
# about: shrunk: fewer filters, 2000 images
# score: 0.1100 0.0860 -> 0.9020 0.8840
# fault: output_activation
# held_out: false
# line: 30
# fix 30:         layers.Dense(10, activation="softmax"),

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
        layers.Conv2D(8, 3, activation="relu"),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(10),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss="categorical_crossentropy", metrics=["accuracy"]
)
model.fit(x, y, batch_size=64, epochs=4, validation_data=(x_test, y_test), verbose=0)
