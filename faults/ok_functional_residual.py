# verdict: healthy
# score: 0.9150 0.9160
# held_out: false

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:4000], y[:4000], x_test[:1000], y_test[:1000]
x, x_test = x / 255, x_test / 255
inputs = keras.Input((28, 28))
h = layers.Dense(64, activation="relu")(layers.Flatten()(inputs))
for _ in range(3):
    h = layers.Add()([h, layers.Dense(64, activation="relu")(h)])
model = keras.Model(inputs, layers.Dense(10, activation="softmax")(h))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_data=(x_test, y_test), verbose=0)
