# verdict: crash
# source: D4ML-081
# fault: shape_broadcast
# held_out: false

import keras
from keras import layers

(x, y), _ = keras.datasets.mnist.load_data()
x = x[:500].reshape(-1, 1, 28, 28) / 255
y = keras.utils.to_categorical(y[:500], 10)

model = keras.Sequential()
model.add(keras.Input((1, 28, 28)))
model.add(layers.Conv2D(32, 3, padding="valid"))
model.add(layers.Activation("relu"))
model.add(layers.Conv2D(32, 3))
model.add(layers.Activation("relu"))
model.add(layers.MaxPooling2D(2))
model.add(layers.Dropout(0.25))
model.add(layers.Flatten())
model.add(layers.Dense(128))
model.add(layers.Activation("relu"))
model.add(layers.Dropout(0.5))
model.add(layers.Dense(10))
model.add(layers.Activation("softmax"))
model.compile(optimizer="adadelta", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=128, epochs=12, verbose=0)
