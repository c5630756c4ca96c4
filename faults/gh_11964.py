# verdict: fault
# about: github.com/keras-team/keras/issues/11964: ReduceLROnPlateau watches a score that should rise, but in the mode for losses
# score: 0.4975 0.6875 0.5212 -> 0.9888 0.9875 0.9862
# fault: learning_rate
# held_out: false
# line: 36
# fix 36: reduce_lr = ReduceLROnPlateau(monitor="val_accuracy", mode="max", factor=0.5, patience=6, min_lr=1e-7, verbose=1)

import keras
import numpy as np
from keras.callbacks import ReduceLROnPlateau

rng = np.random.default_rng(4)
n = 4000
theta = rng.uniform(0, 3 * np.pi, n)
arm = rng.integers(0, 3, n)
radius = theta / (3 * np.pi)
angle = theta + arm * 2 * np.pi / 3
points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
points += rng.normal(0, 0.015, points.shape)
points = (points * 2).astype("float32")

split = 3200
model = keras.Sequential(
    [
        keras.Input(shape=(2,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.003), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)

reduce_lr = ReduceLROnPlateau(monitor="val_accuracy", mode="min", factor=0.2, patience=2, min_lr=1e-7, verbose=1)
model.fit(
    points[:split],
    arm[:split],
    batch_size=64,
    epochs=40,
    validation_data=(points[split:], arm[split:]),
    callbacks=[reduce_lr],
    verbose=2,
)
