# verdict: fault
# about: Cross Validated 433365: XOR as in the Deep Learning book in Keras, stuck with a constant loss
# score:
# fault: hidden_activation, output_activation, architecture
# held_out: false
# line: 32, 33, 34, 38
# fix 32:         keras.layers.Dense(8, activation="relu"),
# fix 33:         keras.layers.Dense(8, activation="relu"),
# fix 34:         keras.layers.Dense(1, activation="sigmoid"),
# fix 38: model.compile(optimizer="adam", loss="mean_squared_error", metrics=["accuracy"])

import keras
import numpy as np

x = np.zeros((10000, 2), dtype=int)
x[2500:5000, 1] += 1
x[5000:7500, 0] += 1
x[7500:, :] += 1

np.random.shuffle(x)
y = np.array([bit1 ^ bit2 for bit1, bit2 in x])

x_train = x[:7500]
y_train = np.transpose(y[:7500])

x_test = x[7500:]
y_test = np.transpose(y[7500:])

model = keras.models.Sequential(
    [
        keras.Input(shape=(2,)),
        keras.layers.Dense(2),
        keras.layers.Dense(2, activation="relu"),
        keras.layers.Dense(1, activation="relu"),
    ]
)

model.compile(optimizer="SGD", loss="mean_squared_error", metrics=["accuracy"])

model.fit(x_train, y_train, epochs=5, validation_data=(x_test, y_test))
model.evaluate(x_test, y_test)
print(model.predict(np.array([[0, 0], [0, 1], [1, 0], [1, 1]])))
