# verdict: fault
# about: StackOverflow, Why does accuracy remain the same (geeksmental)
# score:
# fault: input_scaling, output_activation
# held_out: true
# line: 30, 37
# fix 30: input_value = data_set[:, 0:1] / threshold - 1
# fix 37: model.add(Dense(1, activation="sigmoid"))

import os
import random

import numpy as np
from keras import Sequential
from keras.layers import Dense, Input

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
random.seed(11)
threshold = 50000
samples = 1000

train_data = []
for _ in range(0, samples):
    train_data.append([random.randrange(0, threshold), 0])
    train_data.append([random.randrange(threshold, 2 * threshold), 1])

random.shuffle(train_data)
data_set = np.array(train_data)

input_value = data_set[:, 0:1]
expected_result = data_set[:, 1]

model = Sequential()
model.add(Input(shape=(1,)))
model.add(Dense(3, activation="relu"))
model.add(Dense(5, activation="relu"))
model.add(Dense(1, activation="relu"))


model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])


model.fit(input_value, expected_result, epochs=10, batch_size=5, verbose=0)

_, accuracy = model.evaluate(input_value, expected_result, verbose=0)
print("Accuracy: %.2f" % (accuracy * 100))
