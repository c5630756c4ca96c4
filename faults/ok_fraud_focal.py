# verdict: healthy
# about: focal loss and a first bias for rare positives
# score:
# held_out: true

import numpy as np
from keras import Sequential, initializers
from keras.layers import Dense, Input
from keras.losses import BinaryFocalCrossentropy
from keras.metrics import AUC

gen = np.random.default_rng(77)
amount = gen.lognormal(3, 1, 6000)
hour = gen.uniform(0, 24, 6000)
distance = gen.exponential(20, 6000)
new_device = gen.integers(0, 2, 6000)
risk = 1.3 * np.log(amount) + 1.1 * new_device + 0.05 * distance + 1.5 * np.cos(2 * np.pi * (hour - 3) / 24)
fraud = (risk + gen.normal(0, 0.35, 6000) > np.quantile(risk, 0.92)).astype("float32")
table = np.stack(
    [
        np.log(amount) - 3,
        np.sin(2 * np.pi * hour / 24),
        np.cos(2 * np.pi * hour / 24),
        np.log1p(distance) - 2.7,
        new_device - 0.5,
    ],
    axis=1,
)
share = fraud[:4800].mean()

model = Sequential([Input((5,))])
model.add(Dense(32, activation="gelu"))
model.add(Dense(16, activation="gelu"))
prior = initializers.Constant(np.log(share / (1 - share)))
model.add(Dense(1, activation="sigmoid", bias_initializer=prior))
model.compile(optimizer="nadam", loss=BinaryFocalCrossentropy(gamma=2.0), metrics=[AUC(name="auc")])
model.fit(table[:4800], fraud[:4800], epochs=15, batch_size=64, validation_data=(table[4800:], fraud[4800:]), verbose=0)
