# verdict: fault
# about: forum question in spirit (keras issue 19740 neighbourhood): sample weights built with ones_like(integer labels), so a fraction becomes 0
# score: 0.1083 0.1083 0.1083 -> 0.9608 0.9642 0.9683
# fault: class_imbalance, loss
# held_out: false
# line: 34
# fix 34: weights = np.ones(len(y_train))

import keras
import numpy as np
from keras import layers


def make_transactions(n, seed):
    """Card payments: amount, hour, distance from home, merchant risk, number in last day."""
    r = np.random.default_rng(seed)
    fraud = (r.random(n) < 0.12).astype("int64")
    amount = r.lognormal(3.2 + 1.1 * fraud, 0.8)
    hour = np.where(fraud == 1, r.normal(2, 4, n), r.normal(14, 4, n)) % 24
    distance = r.exponential(8 + 25 * fraud)
    risk = r.beta(2 + 2 * fraud, 5)
    recent = r.poisson(2 + 2 * fraud)
    table = np.column_stack(
        [np.log(amount), np.sin(hour / 24 * 2 * np.pi), np.cos(hour / 24 * 2 * np.pi), np.log1p(distance), risk, recent]
    )
    return table, fraud


X_train, y_train = make_transactions(4000, 1)
X_val, y_val = make_transactions(1200, 2)
mean, std = X_train.mean(0), X_train.std(0)
X_train, X_val = (X_train - mean) / std, (X_val - mean) / std

weights = np.ones_like(y_train)
weights[y_train == 0] = 0.3

inp = keras.Input(shape=(X_train.shape[1],))
z = layers.Dense(24, activation="relu")(inp)
z = layers.Dense(12, activation="relu")(z)
out = layers.Dense(1, activation="sigmoid")(z)
clf = keras.Model(inp, out)
clf.compile("adam", "binary_crossentropy", metrics=["accuracy", keras.metrics.AUC(name="auc")])
clf.fit(X_train, y_train, sample_weight=weights, batch_size=64, epochs=15, validation_data=(X_val, y_val), verbose=2)
