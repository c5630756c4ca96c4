# verdict: fault
# about: Kaggle, Titanic starter notebooks that leave the missing ages in (loss nan)
# score:
# fault: non_finite
# held_out: false
# line: 28
# fix 28:         age = np.nan_to_num((self.age - np.nanmean(self.age)) / np.nanstd(self.age))

import numpy as np
import tensorflow as tf


class Passengers:
    """Passenger list the way train.csv has it: 177 of the 891 ages are unknown."""

    def __init__(self, rows=891, seed=1912):
        rng = np.random.default_rng(seed)
        self.pclass = rng.choice([1, 2, 3], rows, p=[0.24, 0.21, 0.55])
        self.female = rng.random(rows) < 0.35
        self.age = np.clip(rng.normal(30, 14, rows), 0.5, 80)
        self.sibsp = rng.poisson(0.5, rows)
        self.fare = np.exp(rng.normal(4.6 - 0.9 * self.pclass, 0.5, rows))
        chance = 2.9 * self.female - 1.3 * (self.pclass - 2) - 0.035 * (self.age - 28) - 0.3 * self.sibsp - 1.1
        self.survived = (rng.random(rows) < 1 / (1 + np.exp(-1.8 * chance))).astype(int)
        self.age[rng.choice(rows, 177, replace=False)] = np.nan

    def features(self):
        age = (self.age - np.nanmean(self.age)) / np.nanstd(self.age)
        fare = (np.log1p(self.fare) - np.log1p(self.fare).mean()) / np.log1p(self.fare).std()
        dummies = np.eye(3)[self.pclass - 1]
        return np.column_stack([age, fare, self.sibsp, self.female, dummies]).astype("float32")


data = Passengers()
X, y = data.features(), data.survived

model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Input(shape=(X.shape[1],)),
        tf.keras.layers.Dense(32, activation="relu"),
        tf.keras.layers.Dropout(0.1),
        tf.keras.layers.Dense(16, activation="relu"),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(
    optimizer=tf.keras.optimizers.Adam(learning_rate=0.003),
    loss=tf.keras.losses.BinaryCrossentropy(),
    metrics=["accuracy"],
)
model.fit(X, y, validation_split=0.2, epochs=25, batch_size=32, verbose=0)
print(model.evaluate(X, y, verbose=0))
