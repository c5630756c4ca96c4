# verdict: fault
# about: AliPakzad/DeepLearning-WeightInitialization-Impact-CIFAR10, on credit data
# score: 0.7400 0.7400 0.7400 -> 0.8900 0.8800 0.8967
# fault: weight_init
# held_out: true
# line: 12
# fix 12: zero_init = keras.initializers.HeNormal()

import numpy as np
from tensorflow import keras

zero_init = keras.initializers.Zeros()

rng = np.random.default_rng(99)
n = 1500
income = rng.lognormal(8, 0.5, n)
debt = income * rng.beta(2, 4, n)
late = rng.poisson(0.6, n)
years = rng.gamma(2, 3, n)
home = rng.choice(["rent", "own", "mortgage"], n)
ratio = debt / income
good = (2.5 - 6 * ratio - 0.9 * late + 0.15 * years + (home == "own") + rng.normal(0, 0.6, n)) > 0.1

X = np.column_stack([np.log(income), np.log(debt), late, years] + [home == h for h in ("rent", "own", "mortgage")])
X = (X - X.mean(axis=0)) / X.std(axis=0)
y = good.astype("int32")

model = keras.models.Sequential(
    [
        keras.layers.Input(shape=[X.shape[1]]),
        keras.layers.Dense(50, activation="relu", kernel_initializer=zero_init),
        keras.layers.Dense(50, activation="relu", kernel_initializer=zero_init),
        keras.layers.Dense(2, activation="softmax", kernel_initializer=zero_init),
    ]
)
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(learning_rate=0.001), metrics=["accuracy"]
)
model.fit(X, y, epochs=15, batch_size=32, validation_split=0.2, verbose=0)
