# verdict: fault
# about: Cross Validated 284189: simple linear regression in Keras, loss nan on every epoch unless the rate is ridiculously small
# score:
# fault: input_scaling, learning_rate, non_finite
# held_out: false
# line: 26, 27
# fix 26+: mean, std = x_train.mean(), x_train.std()
# fix 26+: x_train = (x_train - mean) / std
# fix 27+: x_test = (x_test - mean) / std

import keras
import numpy as np
from keras.layers import Dense, Input
from keras.models import Model


def television_data(n=200, seed=3):
    """TV advertising budget (thousands of dollars) and sales (thousands of units)."""
    rng = np.random.default_rng(seed)
    tv = rng.uniform(0.7, 296.4, n)
    sales = 7.0 + 0.047 * tv + rng.normal(0, 1.6, n)
    return tv.reshape(-1, 1), sales.reshape(-1, 1)


x, y = television_data()
x_train, y_train = x[:160], y[:160]
x_test, y_test = x[160:], y[160:]

inputs = Input(shape=(1,))
preds = Dense(1, activation="linear")(inputs)

model = Model(inputs=inputs, outputs=preds)
sgd = keras.optimizers.SGD()
model.compile(optimizer=sgd, loss="mse", metrics=["mse"])
model.fit(x_train, y_train, batch_size=1, epochs=10, shuffle=False, validation_data=(x_test, y_test), verbose=2)

weights = model.get_weights()
print("slope", weights[0], "intercept", weights[1])
print(model.predict(x_test[:5]))
