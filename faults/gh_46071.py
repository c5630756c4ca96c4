# verdict: fault
# about: tensorflow issue 46071 / cjiang2/VDCNN 4: decay_steps counted in the wrong unit, the rate is gone after the first epoch
# score: 0.9375 0.9021 0.9375 -> 1.0000 1.0000 1.0000
# fault: learning_rate
# held_out: true
# line: 25
# fix 25: schedule = ExponentialDecay(
# fix 25+:     initial_learning_rate=1e-3, decay_steps=10 * SAMPLES // BATCH, decay_rate=0.5, staircase=True
# fix 25+: )

import keras
import numpy as np
from keras.optimizers.schedules import ExponentialDecay

rng = np.random.default_rng(14)
SAMPLES, LENGTH, EPOCHS, BATCH = 2400, 48, 15, 32

t = np.linspace(0, 1, LENGTH)
label = rng.integers(0, 4, SAMPLES)
phase = rng.uniform(0, 2 * np.pi, SAMPLES)[:, None]
freq = np.array([3.0, 5.0, 7.0, 9.0])[label][:, None]
signal = np.sin(2 * np.pi * freq * t + phase) + rng.normal(0, 0.5, (SAMPLES, LENGTH))
signal = signal.astype("float32")

schedule = ExponentialDecay(initial_learning_rate=1e-3, decay_steps=10, decay_rate=0.5, staircase=True)

model = keras.Sequential(
    [
        keras.Input(shape=(LENGTH,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(4, activation="softmax"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(schedule), loss="sparse_categorical_crossentropy", metrics=["acc"])
model.fit(signal, label, epochs=EPOCHS, batch_size=BATCH, validation_split=0.2)
