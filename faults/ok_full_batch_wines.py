# verdict: healthy
# about: one batch of all rows, but 250 epochs; label smoothing keeps the loss well above 0; own train_step
# score:
# held_out: false

import keras
import numpy as np
from keras.layers import Dense, Input

GRAPES = np.array(["barolo", "grignolino", "barbera", "dolcetto"])


class LoggingModel(keras.Model):
    """Counts its steps."""

    steps = 0

    def train_step(self, *arguments):
        LoggingModel.steps += 1
        return super().train_step(*arguments)


rng = np.random.RandomState(178)
centres = rng.normal(0, 1.1, (len(GRAPES), 9))
names = rng.choice(GRAPES, 700)
number = np.searchsorted(np.sort(GRAPES), names)
measured = centres[number] + rng.normal(0, 0.9, (700, 9))
onehot = keras.utils.to_categorical(number, len(GRAPES))

inputs = Input((9,))
model = LoggingModel(inputs, Dense(len(GRAPES), activation="softmax")(Dense(24, activation="elu")(inputs)))
model.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.2),
    metrics=["accuracy"],
)
model.fit(
    measured[:500], onehot[:500], batch_size=500, epochs=250, validation_data=(measured[500:], onehot[500:]), verbose=0
)
