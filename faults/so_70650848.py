# verdict: fault
# source: SO-70650848
# score:
# fault: output_units, output_activation, loss, train_validation_mismatch, label_encoding, data_leak
# held_out: false
# line: 21, 33, 36
# fix 21+: x = (x - x.mean(axis=0)) / x.std(axis=0)
# fix 33:         layers.Dense(3, activation="softmax"),
# fix 36: model.compile(
# fix 36+:     optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
# fix 36+: )

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
species = rng.permutation(np.repeat([0, 1, 2], 50))
means = np.array([[5.0, 3.4, 1.5, 0.25], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.6, 2.0]])
spread = np.array([[0.35, 0.38, 0.17, 0.1], [0.5, 0.3, 0.47, 0.2], [0.64, 0.32, 0.55, 0.27]])
x = means[species] + spread[species] * rng.normal(size=(150, 4))
y = species

model = keras.Sequential(
    [
        keras.Input((4,)),
        layers.Dense(4, activation="relu"),
        layers.BatchNormalization(),
        layers.Dropout(0.3),
        layers.Dense(4, activation="relu"),
        layers.BatchNormalization(),
        layers.Dropout(0.3),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=16, epochs=60, verbose=0)
