# verdict: fault
# about: forums: PyTorch habit, a last layer without softmax and the loss by its name
# score: 0.1933 0.2783 0.4083 -> 0.9733 0.9767 0.9733
# fault: output_activation, loss
# held_out: false
# line: 27
# fix 27:         self.fc3 = layers.Dense(num_classes, activation="softmax")

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(64)
CLASSES, FEATURES, N = 6, 16, 3000
kinds = rng.integers(0, CLASSES, N)
spectra = rng.normal(0, 1, (CLASSES, FEATURES))[kinds] + rng.normal(0, 0.9, (N, FEATURES))
targets = keras.utils.to_categorical(kinds, CLASSES)


class MineralNet(keras.Model):
    """Port of a small torch module."""

    def __init__(self, hidden=64, num_classes=CLASSES):
        super().__init__()
        self.fc1 = layers.Dense(hidden, activation="relu")
        self.fc2 = layers.Dense(hidden, activation="relu")
        self.fc3 = layers.Dense(num_classes)

    def call(self, x):
        x = self.fc1(x)
        x = self.fc2(x)
        return self.fc3(x)


net = MineralNet()
net.compile(optimizer=keras.optimizers.Adam(1e-3), loss="categorical_crossentropy", metrics=["accuracy"])
net.fit(
    spectra[:2400],
    targets[:2400],
    batch_size=32,
    epochs=12,
    validation_data=(spectra[2400:], targets[2400:]),
    verbose=2,
)
