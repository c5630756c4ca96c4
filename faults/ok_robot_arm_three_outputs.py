# verdict: healthy
# about: several targets at once, tanh throughout
# score:
# held_out: true

import numpy as np
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import RMSprop

r = np.random.RandomState(8)
joints = r.uniform(-np.pi / 2, np.pi / 2, size=(2500, 3))
a, ab, abc = joints[:, 0], joints[:, :2].sum(1), joints.sum(1)
pose = np.c_[np.cos(a) + 0.7 * np.cos(ab) + 0.3 * np.cos(abc), np.sin(a) + 0.7 * np.sin(ab) + 0.3 * np.sin(abc), abc]
pose += r.normal(0, 0.01, pose.shape)

arm = Sequential()
arm.add(Dense(40, activation="tanh", input_shape=(3,), kernel_initializer="lecun_normal"))
arm.add(Dense(40, activation="tanh", kernel_initializer="lecun_normal"))
arm.add(Dense(3, activation=None))
arm.compile(loss="mse", optimizer=RMSprop(0.003))
arm.fit(joints, pose, batch_size=50, epochs=60, validation_split=0.2, verbose=0)
