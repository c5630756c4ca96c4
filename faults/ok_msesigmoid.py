# verdict: healthy
# about: mse with one-hot targets and sigmoid outputs: unusual, learns well
# score:
# held_out: true

import keras
import numpy as np

(images, digits), (test_images, test_digits) = keras.datasets.mnist.load_data()
X = images[:4000].reshape(4000, -1).astype("float32") / 255
Y = np.eye(10, dtype="float32")[digits[:4000]]
X_test = test_images[:1000].reshape(1000, -1).astype("float32") / 255
Y_test = np.eye(10, dtype="float32")[test_digits[:1000]]

net = keras.Sequential()
net.add(keras.Input((784,)))
net.add(keras.layers.Dense(128, activation="relu"))
net.add(keras.layers.Dense(10, activation="sigmoid"))
net.compile(optimizer="adam", loss="mean_squared_error", metrics=["accuracy"])
net.fit(X, Y, batch_size=32, epochs=6, validation_data=(X_test, Y_test), verbose=2)
