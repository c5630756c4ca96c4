# verdict: fault
# about: StackOverflow of 2022-05-22, huge negative loss (openillumi 113698)
# score:
# fault: loss, output_activation
# held_out: true
# line: 32, 35
# fix 32:         layers.Dense(1),
# fix 35: model.compile(loss="mse", optimizer="adam", metrics=["mae"])

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

np.random.seed(22)
n = 2500
age = np.random.uniform(0, 15, n)
km = age * np.random.uniform(5, 25, n)
power = np.random.uniform(50, 220, n)
doors = np.random.choice([3, 5], n)

price = 3 + 0.16 * power * np.exp(-0.12 * age) - 0.01 * km + 0.4 * doors + np.random.normal(0, 0.5, n)

x = np.column_stack([age, km, power, doors])
normalizer = layers.Normalization()
normalizer.adapt(x)

model = tf.keras.Sequential(
    [
        normalizer,
        layers.Dense(64, activation="relu"),
        layers.Dense(64, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x, price, epochs=40, batch_size=32, validation_split=0.2)
