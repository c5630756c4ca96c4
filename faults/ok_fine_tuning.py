# verdict: healthy
# about: a frozen base, on purpose
# score: 0.8004 0.8070
# held_out: false

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:4000], y[:4000], x_test[:1000], y_test[:1000]
x, x_test = x / 255, x_test / 255
old, new = y < 5, y >= 5
base = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(128, activation="relu")])
first = keras.Sequential([base, layers.Dense(10, activation="softmax")])
first.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
rest = [first.train_on_batch(x[old][i : i + 32], y[old][i : i + 32]) for i in range(0, 2000, 32)]
base.trainable = False
model = keras.Sequential([base, layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[new], y[new], epochs=10, validation_data=(x_test[y_test >= 5], y_test[y_test >= 5]), verbose=0)
