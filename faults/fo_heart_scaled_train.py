# verdict: fault
# about: the blog posts on scaling test data (lschmiddey.github.io, drjamesfroggatt.com): test set never scaled
# score: 0.6833 0.6400 0.6633 -> 0.8800 0.8700 0.8667
# fault: train_validation_mismatch, input_scaling
# held_out: false
# line: 48
# fix 48+: X_test = sc.transform(X_test)

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


class StandardScaler:
    def fit_transform(self, X):
        self.mean_, self.scale_ = X.mean(axis=0), X.std(axis=0)
        return self.transform(X)

    def transform(self, X):
        return (X - self.mean_) / self.scale_


def heart(n=1100, seed=31):
    r = np.random.RandomState(seed)
    age = r.normal(54, 9, n)
    sex = r.randint(0, 2, n)
    trestbps = r.normal(131, 17, n)
    chol = r.normal(246, 50, n)
    thalach = 205 - 0.9 * age + r.normal(0, 16, n)
    oldpeak = r.gamma(1, 1, n)
    cp = np.eye(4)[r.choice(4, n, p=[0.47, 0.17, 0.28, 0.08])]
    risk = (
        0.04 * (age - 54)
        + 1.1 * (sex - 0.5)
        + 0.012 * (chol - 246)
        - 0.045 * (thalach - 156)
        + 0.9 * (oldpeak - 1)
        + cp @ [1.2, -1.0, -0.9, -0.5]
    )
    target = (risk + r.normal(0, 0.7, n) > 0.2).astype(int)
    return np.column_stack([age, sex, trestbps, chol, thalach, oldpeak, cp]), target


X, y = heart()
X_train, X_test, y_train, y_test = X[:800], X[800:], y[:800], y[800:]

sc = StandardScaler()
X_train = sc.fit_transform(X_train)

model = keras.Sequential(
    [
        layers.Input((X_train.shape[1],)),
        layers.Dense(32, activation="relu"),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
history = model.fit(X_train, y_train, epochs=25, batch_size=16, validation_data=(X_test, y_test), verbose=0)
print("train", history.history["accuracy"][-1], "test", history.history["val_accuracy"][-1])
