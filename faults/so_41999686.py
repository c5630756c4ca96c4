# verdict: doubtful
# source: SO-41999686
# score:
# fault: output_activation
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(8, 8))
cluster = rng.integers(0, 8, 1000)
x = rng.normal(size=(1000, 283)).astype("float32")
x[:, :8] += centers[cluster]
y = keras.utils.to_categorical(cluster % 4, 4)

model = keras.Sequential(
    [
        keras.Input((283,)),
        layers.Dense(100, kernel_initializer="random_normal", activation="relu"),
        layers.Dropout(0.2),
        layers.Dense(150, kernel_initializer="random_normal", activation="relu"),
        layers.Dropout(0.2),
        layers.Dense(200, kernel_initializer="random_normal", activation="relu"),
        layers.Dropout(0.2),
        layers.Dense(200, kernel_initializer="random_normal", activation="relu"),
        layers.Dropout(0.2),
        layers.Dense(200, kernel_initializer="random_normal", activation="relu"),
        layers.Dropout(0.2),
        layers.Dense(4, kernel_initializer="random_normal", activation="sigmoid"),
    ]
)
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.01, momentum=0.9, nesterov=True),
    loss="categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x, y, epochs=5, verbose=0)
