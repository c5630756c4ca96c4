# verdict: fault
# score: 0.9733 0.9633 0.9900 -> 0.9967 0.9933 0.9933
# fault: output_activation
# held_out: false
# line: 22
# fix 22:         layers.Dense(1, activation="sigmoid"),

import numpy as np
from keras import layers, models

rng = np.random.default_rng(2)
labels = rng.integers(0, 2, 1500)
texts = rng.integers(20, 800, size=(1500, 30))
hit = rng.random((1500, 30)) < 0.15
texts[hit] = (rng.integers(0, 10, (1500, 30)) + 10 * labels[:, None])[hit]

model = models.Sequential(
    [
        layers.Embedding(800, 16),
        layers.GlobalAveragePooling1D(),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="relu"),
    ]
)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(texts[:1200], labels[:1200], epochs=12, validation_data=(texts[1200:], labels[1200:]), verbose=0)
