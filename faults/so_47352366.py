# verdict: fault
# source: SO-47352366
# score:
# fault: output_activation, epochs
# held_out: false
# line: 34
# fix 34: model.add(layers.Activation("softmax"))

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:1500], y[:1500], x_test[:500], y_test[:500]
x = x.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255
y = keras.utils.to_categorical(y, 10)
y_test = keras.utils.to_categorical(y_test, 10)

model = keras.Sequential()
model.add(keras.Input((784,)))
model.add(layers.Reshape((28, 28, 1)))
model.add(layers.Conv2D(32, 5, padding="same", bias_initializer=keras.initializers.Constant(value=0.1)))
model.add(layers.Activation("relu"))
model.add(layers.MaxPooling2D(padding="same"))
model.add(layers.Conv2D(64, 5, padding="same", bias_initializer=keras.initializers.Constant(value=0.1)))
model.add(layers.Activation("relu"))
model.add(layers.MaxPooling2D(padding="same"))
model.add(layers.Reshape((1, 3136)))
model.add(layers.Dense(256, bias_initializer=keras.initializers.Constant(value=0.1)))
model.add(layers.Activation("relu"))
model.add(layers.Dropout(0.5))
model.add(layers.Flatten())
model.add(layers.Dense(10))
model.add(layers.Activation("relu"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=50, epochs=2, validation_data=(x_test, y_test), verbose=0)
