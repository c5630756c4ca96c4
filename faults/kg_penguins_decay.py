# verdict: fault
# about: Kaggle and Keras examples of ExponentialDecay with decay_steps meant as epochs
# score:
# fault: learning_rate, epochs, optimizer
# held_out: true
# line: 33
# fix 33: schedule = ExponentialDecay(0.005, decay_steps=1000, decay_rate=0.5)

import numpy as np
import tensorflow as tf
from tensorflow.keras.optimizers.schedules import ExponentialDecay

SPECIES = ["Adelie", "Chinstrap", "Gentoo"]
rng = np.random.RandomState(4)

means = {"Adelie": (38.8, 18.3, 190, 3700), "Chinstrap": (48.8, 18.4, 196, 3730), "Gentoo": (47.5, 15.0, 217, 5080)}
stds = (2.8, 1.1, 6.7, 420)
species = rng.choice(SPECIES, 1000, p=[0.44, 0.2, 0.36])
measures = np.array([rng.normal(means[s], stds) for s in species])

to_number = {name: number for number, name in enumerate(SPECIES)}
y = np.array([to_number[s] for s in species])
X = (measures - measures.mean(axis=0)) / measures.std(axis=0)


def build():
    inputs = tf.keras.Input((4,))
    x = tf.keras.layers.Dense(16, activation="tanh")(inputs)
    x = tf.keras.layers.Dense(16, activation="tanh")(x)
    return tf.keras.Model(inputs, tf.keras.layers.Dense(len(SPECIES), activation="softmax")(x))


schedule = ExponentialDecay(0.005, decay_steps=10, decay_rate=0.5)
model = build()
model.compile(
    optimizer=tf.keras.optimizers.SGD(learning_rate=schedule),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(X[:800], y[:800], epochs=40, batch_size=16, validation_data=(X[800:], y[800:]), verbose=0)
print(model.evaluate(X[800:], y[800:], verbose=0))
