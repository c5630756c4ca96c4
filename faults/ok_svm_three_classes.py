# verdict: healthy
# about: categorical hinge on linear outputs, one-hot targets
# score:
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(31)
labels = rng.integers(0, 3, 1800)
arm = rng.uniform(0.1, 1, 1800)
angle = 2.1 * labels + 2.2 * arm + rng.normal(0, 0.12, 1800)
points = np.stack([arm * np.sin(angle), arm * np.cos(angle)], axis=1)
targets = keras.utils.to_categorical(labels, 3)

svm = keras.Sequential(
    [
        keras.Input((2,)),
        layers.Dense(96, activation="relu"),
        layers.Dense(48, activation="relu"),
        layers.Dense(3, kernel_regularizer=keras.regularizers.L2(1e-4)),
    ]
)
svm.compile("adam", loss="categorical_hinge", metrics=["categorical_accuracy"])
svm.fit(points, targets, epochs=40, batch_size=32, validation_split=0.25, verbose=0)
