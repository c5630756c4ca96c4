# verdict: fault
# source: SO-51930566
# score: 0.9067 0.6667 0.6733 -> 0.9867 0.9800 0.9867
# fault: output_activation, train_validation_mismatch, label_encoding, architecture, weight_init
# held_out: false
# line: 19, 25
# fix 19+: x = (x - x.mean(axis=0)) / x.std(axis=0)
# fix 25:         layers.Dense(16, kernel_initializer="glorot_uniform", activation="relu"),
# fix 26:         layers.Dense(3, kernel_initializer="glorot_uniform", activation="softmax"),

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
species = rng.permutation(np.repeat([0, 1, 2], 50))
means = np.array([[5.0, 3.4, 1.5, 0.25], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.6, 2.0]])
spread = np.array([[0.35, 0.38, 0.17, 0.1], [0.5, 0.3, 0.47, 0.2], [0.64, 0.32, 0.55, 0.27]])
x = means[species] + spread[species] * rng.normal(size=(150, 4))
y = keras.utils.to_categorical(species, 3)

model = keras.Sequential(
    [
        keras.Input((4,)),
        layers.Dense(4, kernel_initializer="random_normal", activation="relu"),
        layers.Dense(3, kernel_initializer="random_normal", activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=5, epochs=50, verbose=0)
