# verdict: healthy
# about: small CNN on raw 0..255 pixels with BatchNormalization as the first layer (seen in many Kaggle kernels)
# score:
# held_out: false

"""Clothes, straight from the camera: no rescaling, the first layer takes care of it."""

import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x, y = x[:3500, :, :, None].astype("float32"), y[:3500]
x_test, y_test = x_test[:1000, :, :, None].astype("float32"), y_test[:1000]

model = keras.Sequential()
model.add(layers.Input((28, 28, 1)))
model.add(layers.BatchNormalization())
model.add(layers.Conv2D(8, 3, activation="relu"))
model.add(layers.MaxPooling2D())
model.add(layers.Conv2D(16, 3, activation="relu"))
model.add(layers.MaxPooling2D())
model.add(layers.Flatten())
model.add(layers.Dropout(0.2))
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(10))
model.compile(
    optimizer="adam",
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
model.fit(x, y, epochs=5, batch_size=64, validation_data=(x_test, y_test), verbose=2)
