# verdict: fault
# source: SO-48221692
# score: 0.0000 0.0000 0.0000 -> 0.9423 0.9455 0.9325
# fault: output_activation, target_scaling
# held_out: false
# line: 21, 25
# fix 21:         layers.Dense(32, activation="sigmoid"),
# fix 22:         layers.Dense(1, activation="linear"),
# fix 25: model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.05), loss="mean_squared_error")

import keras
import numpy as np
from keras import layers

x = np.linspace(-10, 10, 201)
y = x**2 + 3

model = keras.Sequential(
    [
        keras.Input((1,)),
        layers.Dense(5, activation="sigmoid"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="sgd", loss="mean_squared_error")
model.fit(x, y, batch_size=201, epochs=400, verbose=0)
