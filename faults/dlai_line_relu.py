# verdict: fault
# about: community.deeplearning.ai 324182: y = 2x - 1, loss sticks at one value in 6 or 7 of 10 runs
# score:
# fault: output_activation
# held_out: false
# line: 24, 25, 26
# fix 24: dense_1 = Dense(16, activation="relu")(input_1)
# fix 25: dense_2 = Dense(16, activation="relu")(dense_1)
# fix 26: dense_3 = Dense(1)(dense_2)

import numpy as np
from keras import Model, losses, optimizers
from keras.layers import Dense, Input

x = np.arange(-4.0, 4.0, 0.0125)
y = 2 * x - 1
order = np.random.RandomState(2).permutation(len(x))
x = np.reshape(x[order], (-1, 1))
y = np.reshape(y[order], (-1, 1))
x_val, y_val = x[512:], y[512:]
x, y = x[:512], y[:512]

input_1 = Input(shape=(1,))
dense_1 = Dense(4, activation="relu")(input_1)
dense_2 = Dense(2, activation="relu")(dense_1)
dense_3 = Dense(1, activation="relu")(dense_2)

model_2 = Model(inputs=input_1, outputs=dense_3)
model_2.compile(loss=losses.MeanSquaredError(), optimizer=optimizers.Adam(0.001))

model_2.fit(x, y, epochs=80, validation_data=(x_val, y_val), verbose=0)

print("loss:", model_2.evaluate(x_val, y_val, verbose=0))
for point in (-3.0, 0.0, 2.0):
    print(point, model_2.predict(np.array([[point]]), verbose=0)[0, 0], 2 * point - 1)
print("prediction for 10:", model_2.predict(np.array([[10.0]]))[0, 0], "expected 19")
