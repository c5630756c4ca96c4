# verdict: healthy
# about: labels 1 to 5 with six linear units and from_logits=True: one unit idle, nothing lost
# score:
# held_out: true

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(19)
n = 3600
grade = rng.integers(1, 6, n)
loudness = rng.normal(0.9 * grade, 0.8)
pitch = rng.normal(np.where(grade % 2 == 1, 1.0, -1.0), 0.8)
length = rng.normal(0, 1, n)
roughness = rng.normal((grade - 3) ** 2 * 0.5, 0.8)
X = np.column_stack([loudness, pitch, length, roughness])
train = slice(0, 2800)
test = slice(2800, n)
X = (X - X[train].mean(0)) / X[train].std(0)

model = keras.Sequential(
    [
        layers.Input((4,)),
        layers.Dense(48, activation="relu"),
        layers.Dense(6),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(0.003),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
model.fit(X[train], grade[train], epochs=20, batch_size=32, validation_data=(X[test], grade[test]), verbose=2)
