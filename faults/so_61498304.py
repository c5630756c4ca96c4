# verdict: fault
# source: SO-61498304
# score:
# fault: regularization, weight_init
# held_out: false
# line: 35, 41, 47, 53
# fix 35:         128, activation="relu", kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(0.0001)
# fix 41:         64, activation="relu", kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(0.0001)
# fix 47:         64, activation="relu", kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(0.0001)
# fix 53:         64, activation="relu", kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(0.0001)

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
patterns = rng.uniform(0, 255, size=(2, 4, 4, 3)).repeat(8, axis=1).repeat(8, axis=2)
labels = rng.integers(0, 2, 1000)
images = 0.35 * patterns[labels] + 0.65 * rng.uniform(0, 255, size=(1000, 32, 32, 3))
images = images.astype("uint8")
images = images.astype("float32") / 255
labels = keras.utils.to_categorical(labels, 2)
x, x_test = images[:800], images[800:]
y, y_test = labels[:800], labels[800:]

model = keras.Sequential()
model.add(keras.Input((32, 32, 3)))
model.add(layers.Conv2D(6, 5, strides=1, activation="relu"))
model.add(layers.MaxPooling2D(2, strides=2))
model.add(layers.Conv2D(16, 5, strides=1, activation="relu"))
model.add(layers.MaxPooling2D(2, strides=2))
model.add(layers.Flatten())
model.add(
    layers.Dense(
        128, activation="relu", kernel_initializer="random_uniform", kernel_regularizer=keras.regularizers.L2(0.01)
    )
)
model.add(layers.Dropout(0.2))
model.add(
    layers.Dense(
        64, activation="relu", kernel_initializer="random_uniform", kernel_regularizer=keras.regularizers.L2(0.01)
    )
)
model.add(layers.Dropout(0.2))
model.add(
    layers.Dense(
        64, activation="relu", kernel_initializer="random_uniform", kernel_regularizer=keras.regularizers.L2(0.01)
    )
)
model.add(layers.Dropout(0.2))
model.add(
    layers.Dense(
        64, activation="relu", kernel_initializer="random_uniform", kernel_regularizer=keras.regularizers.L2(0.01)
    )
)
model.add(layers.Dropout(0.2))
model.add(layers.Dense(2, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=6, validation_data=(x_test, y_test), verbose=0)
