# verdict: fault
# about: StackOverflow "Why does accuracy remain the same": above or below a threshold, numbers up to 100000, relu output, accuracy always about 0.5
# score: 0.4630 0.4630 0.4630 -> 0.9880 0.9880 0.9880
# fault: output_activation, input_scaling
# held_out: true
# line: 29, 35
# fix 29: input_value = (data_set[:, 0:1] - threshold) / threshold
# fix 35: model.add(Dense(1, activation="sigmoid"))

import random
from random import shuffle

import numpy as np
from keras import Sequential
from keras.layers import Dense

threshold = 50000
samples = 800

random.seed(7)
train_data = []
for _i in range(0, samples):
    train_data.append([random.randrange(0, threshold), 0])
    train_data.append([random.randrange(threshold, 2 * threshold), 1])

shuffle(train_data)
data_set = np.array(train_data)

input_value = data_set[:, 0:1]
expected_result = data_set[:, 1]

model = Sequential()
model.add(Dense(3, input_dim=1, activation="relu"))
model.add(Dense(5, activation="relu"))
model.add(Dense(1, activation="relu"))

model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])

model.fit(input_value, expected_result, epochs=10, batch_size=5, validation_split=0.2)

_, accuracy = model.evaluate(input_value, expected_result)
print("Accuracy: %.2f" % (accuracy * 100))
