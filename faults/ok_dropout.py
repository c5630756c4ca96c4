# verdict: healthy
# about: heavy dropout that is right: few samples, many weak features
# score:
# held_out: false

"""Gene expression of two tissue types: 400 samples, 200 genes, every gene tells a little."""

import numpy as np
from keras import Sequential, layers

rng = np.random.default_rng(23)
GENES = 200
shift = rng.normal(0, 0.11, GENES)


def tissue(n):
    kind = rng.integers(0, 2, n)
    return rng.normal(size=(n, GENES)) + np.where(kind[:, None] == 1, shift, -shift), kind


x_train, y_train = tissue(400)
x_val, y_val = tissue(1500)

model = Sequential(
    [
        layers.Input((GENES,)),
        layers.Dropout(0.5),
        layers.Dense(64, activation="relu"),
        layers.Dropout(0.7),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=2)
