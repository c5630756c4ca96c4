# verdict: healthy
# score: 0.8950 0.8670
# held_out: false

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:4000], y[:4000], x_test[:1000], y_test[:1000]
x, x_test = x / 255, x_test / 255
inputs = keras.Input((28, 28))
h = layers.Flatten()(inputs)
h = layers.Dense(64, activation="relu", name="first")(h)
h = layers.Dense(64, activation="relu", name="second")(h)
outputs = layers.Dense(10, activation="softmax", name="predictions")(h)
model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.RMSprop(), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=64, epochs=5, validation_data=(x_test, y_test), verbose=0)
