# verdict: fault
# about: keras issue 2576: Dense(1) without hidden layer on make_regression data does not reach the scale of sklearn's linear regression
# score:
# fault: learning_rate, epochs, target_scaling, optimizer
# held_out: false
# line: 35
# fix 35: model.compile(loss="mse", optimizer=__import__("keras").optimizers.RMSprop(learning_rate=0.5))

import numpy as np
from keras.layers import Dense, Input
from keras.models import Sequential

rng = np.random.default_rng(0)


def make_regression(n_samples, n_features, noise):
    """Same recipe as sklearn: normal inputs, coefficients 0..100, normal noise."""
    x = rng.normal(size=(n_samples, n_features))
    coef = 100 * rng.random(n_features)
    y = x @ coef + rng.normal(scale=noise, size=n_samples)
    return x, y


data, target = make_regression(n_samples=4000, n_features=100, noise=100)
x_train, x_test = data[:3200], data[3200:]
y_train, y_test = target[:3200], target[3200:]

A = np.c_[x_train, np.ones(len(x_train))]
coef, *_ = np.linalg.lstsq(A, y_train, rcond=None)
print("least squares, std of predictions:", (np.c_[x_test, np.ones(len(x_test))] @ coef).std())

model = Sequential()
model.add(Input(shape=(100,)))
model.add(Dense(1))
model.compile(loss="mse", optimizer="rmsprop")
model.fit(x_train, y_train, epochs=10, batch_size=16, validation_data=(x_test, y_test))

pred = model.predict(x_test)[:, 0]
print("keras, std of predictions:", pred.std())
print("true std:", y_test.std())
