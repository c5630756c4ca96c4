# verdict: doubtful
# source: TDC-IPS-11
# score:
# fault: output_activation, hidden_activation
# held_out: false

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:1500], y[:1500], x_test[:500], y_test[:500]
x = x.reshape(-1, 28, 28, 1).astype("float32") / 255
x_test = x_test.reshape(-1, 28, 28, 1).astype("float32") / 255
y = keras.utils.to_categorical(y, 10)
y_test = keras.utils.to_categorical(y_test, 10)

model = keras.Sequential()
model.add(keras.Input((28, 28, 1)))
model.add(layers.Conv2D(8, 5, activation="relu", padding="same"))
model.add(layers.MaxPooling2D(2))
model.add(layers.Conv2D(16, 5, activation="relu", padding="same"))
model.add(layers.MaxPooling2D(2))
model.add(layers.Flatten())
model.add(layers.Dense(128, activation="relu"))
model.add(layers.Dense(10, activation="relu"))
model.add(layers.Softmax())
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=3, validation_data=(x_test, y_test), verbose=0)
