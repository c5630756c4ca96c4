# verdict: healthy
# about: tanh output for a swing within [-1, 1], windows and a Conv1D, stopped early
# score:
# held_out: true

import numpy as np
from keras.callbacks import EarlyStopping, ReduceLROnPlateau
from keras.layers import Conv1D, Dense, Flatten, Input
from keras.models import Sequential

noise = np.random.RandomState(12)
t = np.arange(1600) * 0.17
angle = np.clip(0.6 * np.sin(t) + 0.38 * np.sin(1.31 * t + 1) + noise.normal(0, 0.04, len(t)), -1, 1)

steps = 16
windows = np.stack([angle[i : i + steps] for i in range(len(angle) - steps - 4)])[..., None]
ahead = angle[steps + 4 :]

model = Sequential(
    [
        Input((steps, 1)),
        Conv1D(8, 5, activation="relu"),
        Flatten(),
        Dense(1, activation="tanh"),
    ]
)
model.compile(optimizer="adam", loss="mae")
model.fit(
    windows[:1200],
    ahead[:1200],
    validation_data=(windows[1200:], ahead[1200:]),
    epochs=60,
    batch_size=32,
    callbacks=[ReduceLROnPlateau(patience=4, factor=0.3), EarlyStopping(patience=10, restore_best_weights=True)],
    verbose=0,
)
