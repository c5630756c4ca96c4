# verdict: fault
# about: openillumi 74035, loss_weights of Keras models with two losses of different size
# score:
# fault: target_scaling, loss
# held_out: false
# line: 26
# fix 26: duration = (seconds.reshape(-1, 1) - seconds.mean()) / seconds.std()

import numpy as np
from keras.layers import Dense, Input
from keras.models import Model
from keras.optimizers import Adam

rng = np.random.RandomState(23)
n = 2000
distance = rng.gamma(2.0, 2.0, n)  # km
hour = rng.uniform(0, 24, n)
riders = rng.randint(1, 5, n)
card = rng.randint(0, 2, n)
rush = np.exp(-0.5 * ((hour - 8) / 1.5) ** 2) + np.exp(-0.5 * ((hour - 18) / 1.5) ** 2)
seconds = 240 + 170 * distance * (1 + 0.8 * rush) + rng.normal(0, 60, n)
tip = ((card == 1) ^ (np.sin(hour / 24 * 4 * np.pi) > 0.1)) & (rng.rand(n) > 0.05)

X = np.column_stack([distance, np.sin(hour / 12 * np.pi), np.cos(hour / 12 * np.pi), riders, card])
X = (X - X.mean(axis=0)) / X.std(axis=0)
duration = seconds.reshape(-1, 1)
tipped = tip.astype("float32").reshape(-1, 1)

trip = Input(shape=(5,), name="trip")
shared = Dense(32, activation="relu")(trip)
shared = Dense(32, activation="relu")(shared)
duration_head = Dense(1, name="duration")(shared)
tip_head = Dense(1, activation="sigmoid", name="tip")(shared)

model = Model(inputs=trip, outputs=[duration_head, tip_head])
model.compile(
    optimizer=Adam(0.002),
    loss={"duration": "mse", "tip": "binary_crossentropy"},
    metrics={"duration": "mae", "tip": "accuracy"},
)
model.fit(X, {"duration": duration, "tip": tipped}, validation_split=0.2, epochs=30, batch_size=32, verbose=0)
