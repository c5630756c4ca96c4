# verdict: fault
# about: theneuralbase.com multi-output article and StackOverflow: mse of raw prices drowns the classification head
# score: 0.0000 0.0000 0.0000 -> 0.9335 0.9365 0.9356
# fault: target_scaling, loss
# held_out: true
# line: 30
# fix 30: price = ((price - price.mean()) / price.std()).astype("float32")

"""One network for two questions about a flat: asking price, and will it sell within a month."""

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(2024)
n = 3000
area = rng.normal(80, 25, n).clip(20, 200)
rooms = np.round(area / 25 + rng.normal(0, 0.6, n)).clip(1, 8)
age = rng.exponential(30, n).clip(0, 120)
distance = rng.gamma(2.0, 3.0, n)
photos = rng.integers(0, 20, n).astype(float)
hype = rng.normal(size=n)

price = 900 * area + 12000 * rooms - 400 * age - 3000 * distance + rng.normal(0, 9000, n) + 90000
appeal = np.sin(hype * 2) * 2 + 0.25 * (photos - 10) * np.sign(distance - 5)
sold = (appeal + rng.normal(0, 0.4, n) > 0).astype("float32")

X = np.stack([area, rooms, age, distance, photos, hype], axis=1)
X = ((X - X.mean(axis=0)) / X.std(axis=0)).astype("float32")
price = price.astype("float32")

features = keras.Input(shape=(6,), name="features")
h = layers.Dense(64, activation="relu")(features)
h = layers.Dense(64, activation="relu")(h)
price_out = layers.Dense(1, name="price")(h)
sold_out = layers.Dense(1, activation="sigmoid", name="sold")(h)
model = keras.Model(features, [price_out, sold_out])
model.compile(
    optimizer=keras.optimizers.Adam(2e-3),
    loss={"price": "mse", "sold": "binary_crossentropy"},
    metrics={"price": ["mae", "r2_score"], "sold": ["accuracy"]},
)
model.fit(
    X[:2400],
    {"price": price[:2400, None], "sold": sold[:2400, None]},
    epochs=20,
    batch_size=48,
    validation_data=(X[2400:], {"price": price[2400:, None], "sold": sold[2400:, None]}),
    verbose=2,
)
