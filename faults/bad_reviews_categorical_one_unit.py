# verdict: fault
# score: 0.4433 0.4700 0.5367 -> 0.9633 0.9633 0.9633
# fault: loss
# held_out: true
# line: 25
# fix 25: model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])

import numpy as np
from keras import layers, models

rng = np.random.default_rng(8)
labels = rng.integers(0, 2, 1500)
texts = rng.integers(20, 800, size=(1500, 25))
hit = rng.random((1500, 25)) < 0.15
texts[hit] = (rng.integers(0, 10, (1500, 25)) + 10 * labels[:, None])[hit]

model = models.Sequential(
    [
        layers.Embedding(800, 16),
        layers.GlobalAveragePooling1D(),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(texts, labels, epochs=12, validation_split=0.2, verbose=0)
