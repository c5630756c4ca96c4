# verdict: healthy
# score:
# held_out: true

import numpy as np
from keras import layers, models, optimizers

x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([0, 1, 1, 0])

model = models.Sequential(
    [layers.Input((2,)), layers.Dense(16, activation="tanh"), layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizers.Adam(0.05), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=300, batch_size=4, verbose=0)
