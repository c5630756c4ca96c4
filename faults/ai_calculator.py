# verdict: fault
# about: ai.stackexchange: why isn't my neural network based calculator working? (operands up to 1000, + - * chosen by flags)
# score:
# fault: input_scaling, target_scaling, learning_rate
# held_out: false
# line: 49, 51
# fix 49+: train_y = train_y / 1e6
# fix 51+: test_y = test_y / 1e6
# fix 51+: train_x[:, :2] /= 1000.0
# fix 51+: test_x[:, :2] /= 1000.0

from random import Random

import keras
import numpy as np

randrange = Random(4).randrange


def generate_input(size):
    nn_input = []
    for _i in range(0, size):
        symbol = randrange(3)
        nn_input.append(
            [
                float(randrange(1000)),
                float(randrange(1000)),
                1 if symbol == 0 else 0,
                1 if symbol == 1 else 0,
                1 if symbol == 2 else 0,
            ]
        )
    return np.array(nn_input, dtype="float32")


def generate_single_output(row):
    if row[2]:
        return row[0] + row[1]
    if row[3]:
        return row[0] - row[1]
    return row[0] * row[1]


def generate_output(input_data):
    return np.array([[generate_single_output(row)] for row in input_data], dtype="float32")


train_x = generate_input(3000)
train_y = generate_output(train_x)
test_x = generate_input(800)
test_y = generate_output(test_x)

model = keras.models.Sequential(
    [
        keras.Input(shape=(5,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile(keras.optimizers.RMSprop(0.001), loss=keras.losses.MeanSquaredError())
model.fit(train_x, train_y, epochs=15, batch_size=32, validation_data=(test_x, test_y))

for row, result in zip(test_x[:5], model.predict(test_x[:5]), strict=False):
    print(row, "=", result[0], "expected", generate_single_output(row))
