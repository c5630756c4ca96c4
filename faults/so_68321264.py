# verdict: crash
# source: SO-68321264
# fault: output_units
# held_out: false

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x, y, x_test, y_test = x[:2000], y[:2000], x_test[:500], y_test[:500]
x = x.reshape(-1, 28, 28, 1).astype("float32")
x_test = x_test.reshape(-1, 28, 28, 1).astype("float32")
y = keras.utils.to_categorical(y, 10)
y_test = keras.utils.to_categorical(y_test, 10)

model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(64, 3),
        layers.Activation("relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, strides=3),
        layers.Activation("relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(64),
        layers.Dense(1),
        layers.Activation("softmax"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=24, epochs=3, validation_split=0.1, verbose=0)
