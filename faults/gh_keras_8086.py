# verdict: fault
# about: keras-team/keras issue 8086
# score: 0.4950 0.4012 0.3713 -> 1.0000 1.0000 1.0000
# fault: learning_rate
# held_out: true
# line: 30
# fix 30: lr = InverseTimeDecay(0.02, decay_steps=1000, decay_rate=0.5)

import keras
import numpy as np
from keras.layers import Activation, Dense
from keras.models import Sequential
from keras.optimizers import SGD
from keras.optimizers.schedules import InverseTimeDecay


def make_rings(n, seed):
    rs = np.random.RandomState(seed)
    label = rs.randint(0, 4, n)
    angle = rs.uniform(0, 2 * np.pi, n)
    radius = 0.5 + 0.6 * label + rs.normal(0, 0.08, n)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1), keras.utils.to_categorical(label, 4)


x_train, y_train = make_rings(3200, 1)
x_test, y_test = make_rings(800, 2)

nb_epoch = 30

lr = InverseTimeDecay(0.02, decay_steps=1, decay_rate=0.5)
sgd = SGD(learning_rate=lr, momentum=0.9)

model = Sequential()
model.add(Dense(64, input_dim=2))
model.add(Activation("relu"))
model.add(Dense(32))
model.add(Activation("relu"))
model.add(Dense(4))
model.add(Activation("softmax"))
model.compile(loss="categorical_crossentropy", optimizer=sgd, metrics=["accuracy"])
model.fit(x_train, y_train, epochs=nb_epoch, batch_size=32, validation_data=(x_test, y_test), verbose=2)
