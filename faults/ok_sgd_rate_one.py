# verdict: healthy
# about: sigmoid hidden units and squared error want plain SGD with a rate of 1
# score:
# held_out: false

import numpy as np
from keras.initializers import RandomNormal
from keras.layers import Dense, Input
from keras.models import Sequential
from keras.optimizers import SGD

generator = np.random.RandomState(2)
points = generator.uniform(-1, 1, (1200, 2))
inside = (np.hypot(points[:, 0], points[:, 1]) < 0.75).astype("float32")

network = Sequential()
network.add(Input((2,)))
network.add(
    Dense(12, activation="sigmoid", kernel_initializer=RandomNormal(stddev=4), bias_initializer=RandomNormal(stddev=2))
)
network.add(Dense(1, activation="sigmoid"))
network.compile(loss="mean_squared_error", optimizer=SGD(learning_rate=1.0), metrics=["accuracy"])
network.fit(
    points[:900], inside[:900], batch_size=10, epochs=40, validation_data=(points[900:], inside[900:]), verbose=0
)
