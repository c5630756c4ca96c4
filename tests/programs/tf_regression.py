"""In the style of the Auto MPG lesson without pandas: Normalization adapted, mae, a table from a file."""
import csv

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

rng = np.random.default_rng(0)
with open("auto.csv", "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["Horsepower", "Weight", "MPG"])
    for hp in rng.uniform(50, 200, 150):
        weight = 15 * hp + rng.normal(0, 100)
        writer.writerow([hp, weight, 60 - 0.01 * weight])
data = np.genfromtxt("auto.csv", delimiter=",", skip_header=1)
features, labels = data[:, :2], data[:, 2]
normalizer = layers.Normalization(axis=-1)
normalizer.adapt(np.array(features))


def build_and_compile_model(norm):
    model = keras.Sequential([norm, layers.Dense(16, activation="relu"), layers.Dense(1)])
    model.compile(loss="mean_absolute_error", optimizer=tf.keras.optimizers.Adam(0.01))
    return model


dnn_model = build_and_compile_model(normalizer)
history = dnn_model.fit(features, labels, validation_split=0.2, verbose=0, epochs=3)
print(history.history["val_loss"])
