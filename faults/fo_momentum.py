# verdict: fault
# about: forum: momentum raised to 0.99 with the rate left high "to escape the plateau"
# score: 0.3400 0.3400 0.3400 -> 0.8300 0.8100 0.8100
# fault: learning_rate, optimizer
# held_out: true
# line: 31
# fix 31: model = make_model(lr=0.02, momentum=0.9)

import keras
import numpy as np
from keras.layers import Dense

rng = np.random.default_rng(90)
n, d = 2500, 20
wine = rng.normal(size=(n, d)).astype("float32")
taste = np.tanh(wine @ rng.normal(size=(d, 3)) * 0.4)
grade = np.digitize(taste[:, 0] * taste[:, 1] + 0.8 * taste[:, 2] + rng.normal(0, 0.1, n), [-0.35, 0.35])


def make_model(lr, momentum):
    model = keras.Sequential(name="wine_grade")
    model.add(keras.Input((d,)))
    model.add(Dense(64, activation="relu", kernel_initializer="he_normal"))
    model.add(Dense(64, activation="relu", kernel_initializer="he_normal"))
    model.add(Dense(3, activation="softmax"))
    sgd = keras.optimizers.SGD(learning_rate=lr, momentum=momentum, nesterov=True)
    model.compile(optimizer=sgd, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


model = make_model(lr=0.3, momentum=0.99)
model.fit(wine, grade, validation_split=0.2, batch_size=32, epochs=15, verbose=2)
