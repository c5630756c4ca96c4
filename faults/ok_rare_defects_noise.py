# verdict: healthy
# about: one part in twenty is defective and found nonetheless; strong GaussianNoise on the inputs
# score:
# held_out: true

import numpy as np
from tensorflow.keras.layers import Dense, GaussianNoise, Input
from tensorflow.keras.models import Sequential

rng = np.random.RandomState(95)
n = 2600
defect = (rng.rand(n) < 0.05).astype(int)
pattern = rng.normal(0, 1, 30)
vibration = rng.normal(0, 1, (n, 30)) + 0.95 * defect[:, None] * pattern * rng.choice([-1, 1], n)[:, None]
spectrum = np.column_stack([vibration, np.abs(vibration @ pattern)[:, None] / 5])

train, test = slice(0, 2000), slice(2000, n)
model = Sequential(
    [
        Input((31,)),
        GaussianNoise(0.7),
        Dense(32, activation="relu"),
        Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy", "recall", "precision"])
model.fit(
    spectrum[train], defect[train], epochs=30, batch_size=32, validation_data=(spectrum[test], defect[test]), verbose=0
)
print(model.evaluate(spectrum[test], defect[test], verbose=0, return_dict=True))
