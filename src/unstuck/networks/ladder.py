"""The ladder: from one weighted sum to a convolutional network, each a function that a learner can read.

Every function takes the shape of one image, such as (28, 28), and the number of classes, and gives a compiled Keras
model that takes pixels from 0 to 255.
"""

from __future__ import annotations

import keras
from keras import layers

Shape = tuple[int, ...]


def perceptron(input_shape: Shape, classes: int) -> keras.Model:
    """One weighted sum of all pixels, as the lesson begins. It does not work that well: `unstuck debug` says why."""
    model = keras.Sequential(
        [
            layers.Input(input_shape),
            layers.Flatten(),
            layers.Dense(1),
        ]
    )
    model.compile(loss="mse", optimizer="adam", metrics=["accuracy"])
    return model


def perceptron_sigmoid(input_shape: Shape, classes: int) -> keras.Model:
    """The same, repaired: pixels scaled to 0 … 1, and a sigmoid that turns the sum into a yes or a no."""
    model = keras.Sequential(
        [
            layers.Input(input_shape),
            layers.Rescaling(1 / 255),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(loss="mse", optimizer="adam", metrics=["accuracy"])
    return model


def softmax(input_shape: Shape, classes: int) -> keras.Model:
    """No hidden layer: one weighted sum for each class, and a softmax that makes them probabilities."""
    model = keras.Sequential(
        [
            layers.Input(input_shape),
            layers.Rescaling(1 / 255),
            layers.Flatten(),
            layers.Dense(classes, activation="softmax"),
        ]
    )
    model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
    return model


def mlp(input_shape: Shape, classes: int) -> keras.Model:
    """One hidden layer of 512 units."""
    model = keras.Sequential(
        [
            layers.Input(input_shape),
            layers.Rescaling(1 / 255),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(classes, activation="softmax"),
        ]
    )
    model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
    return model


def mlp2(input_shape: Shape, classes: int) -> keras.Model:
    """Two hidden layers of 512 units."""
    model = keras.Sequential(
        [
            layers.Input(input_shape),
            layers.Rescaling(1 / 255),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(512, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(classes, activation="softmax"),
        ]
    )
    model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
    return model


def cnn(input_shape: Shape, classes: int) -> keras.Model:
    """A small convolutional network, that of Keras' own introduction."""
    channels = (*input_shape, 1) if len(input_shape) == 2 else input_shape
    model = keras.Sequential(
        [
            layers.Input(input_shape),
            layers.Rescaling(1 / 255),
            layers.Reshape(channels),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(classes, activation="softmax"),
        ]
    )
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


def best(input_shape: Shape, classes: int) -> keras.Model:
    """Our own recipe: most accuracy for a minute or two on two processors.

    The first convolution, which works on the most places, is small and takes every second one; pooling comes before the
    activation, which then has a quarter of the work. Batch normalisation lets it learn at ten times the usual rate
    (`one_cycle`), and moved images (`shifted`) do what dropout does for others.
    """
    channels = (*input_shape, 1) if len(input_shape) == 2 else input_shape
    model = keras.Sequential(
        [
            layers.Input(input_shape),
            layers.Rescaling(1 / 255),
            layers.Reshape(channels),
            layers.Conv2D(24, 5, strides=2, use_bias=False),
            layers.BatchNormalization(momentum=0.9),
            layers.Activation("relu"),
            layers.Conv2D(48, 3, use_bias=False),
            layers.MaxPooling2D(),
            layers.BatchNormalization(momentum=0.9),
            layers.Activation("relu"),
            layers.Conv2D(96, 3, use_bias=False),
            layers.BatchNormalization(momentum=0.9),
            layers.Activation("relu"),
            layers.Flatten(),
            layers.Dense(classes, activation="softmax"),
        ]
    )
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


def one_cycle(steps: int) -> keras.optimizers.schedules.LearningRateSchedule:
    """A learning rate that rises for a quarter of the training to 0.01 and falls along a cosine to zero.

    Source: L. N. Smith, N. Topin, "Super-convergence: very fast training of neural networks using large learning
    rates", 2018.
    """
    rising = steps // 4
    return keras.optimizers.schedules.CosineDecay(
        0.0005, decay_steps=max(1, steps - rising), warmup_target=0.01, warmup_steps=rising
    )
