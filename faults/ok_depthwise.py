# verdict: healthy
# about: tiny depthwise-separable net with global average pooling, few weights (MobileNet style)
# score:
# held_out: false

"""Microscope fibres: count is not needed, only the kind of texture."""

import keras
import numpy as np
from keras import layers

SIZE = 16
rng = np.random.default_rng(66)


def fibre(kind):
    rows, cols = np.mgrid[:SIZE, :SIZE] - SIZE / 2
    phase = rng.uniform(0, 2 * np.pi)
    if kind == 0:
        pattern = np.sin(rows * rng.uniform(0.9, 1.2) + phase)
    elif kind == 1:
        pattern = np.sin(cols * rng.uniform(0.9, 1.2) + phase)
    else:
        pattern = np.sin(np.hypot(rows - rng.normal(0, 4), cols - rng.normal(0, 4)) * rng.uniform(0.9, 1.2) + phase)
    image = np.stack([pattern * a for a in (1.0, 0.8, 0.6)], axis=-1)
    return 0.3 * image + rng.normal(0, 0.3, image.shape)


kinds = rng.integers(0, 3, size=1500)
images = np.stack([fibre(k) for k in kinds]).astype("float32")


def block(x, filters):
    x = layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2, use_bias=False)(x)
    x = layers.Conv2D(filters, 1, use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    return layers.Activation("relu")(x)


inputs = keras.Input((SIZE, SIZE, 3))
x = block(inputs, 12)
x = layers.MaxPooling2D()(x)
x = block(x, 16)
x = block(x, 16)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Dense(3, activation="softmax")(x))
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(images, kinds, epochs=6, batch_size=32, validation_split=0.2, verbose=2)
