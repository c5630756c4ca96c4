# verdict: no_signal
# about: likegeeks.com / codegive.com numpy shuffle pages and StackOverflow: images shuffled, their labels not
# score: 0.1200 0.1133 0.1117 -> 0.8917 0.8533 0.9083
# fault: no_signal, shuffle, label_noise
# held_out: true
# line: 22
# fix 22: order = np.random.permutation(len(pixels))
# fix 22+: pixels, digits = pixels[order], digits[order]

import keras
import numpy as np
from keras.layers import Conv2D, Dense, Dropout, Flatten, Input, MaxPooling2D
from keras.models import Sequential

SAMPLES = 3000
TRAIN = 2400

(pixels, digits), _ = keras.datasets.mnist.load_data()
pixels = pixels[:SAMPLES].astype("float32") / 255.0
digits = digits[:SAMPLES]

np.random.shuffle(pixels)
pixels = np.expand_dims(pixels, -1)
targets = keras.utils.to_categorical(digits, 10)
x_train, x_val = pixels[:TRAIN], pixels[TRAIN:]
y_train, y_val = targets[:TRAIN], targets[TRAIN:]

model = Sequential()
model.add(Input(shape=x_train.shape[1:]))
model.add(Conv2D(8, (3, 3), activation="relu"))
model.add(MaxPooling2D((2, 2)))
model.add(Conv2D(16, (3, 3), activation="relu"))
model.add(MaxPooling2D((2, 2)))
model.add(Flatten())
model.add(Dropout(0.3))
model.add(Dense(64, activation="relu"))
model.add(Dense(10, activation="softmax"))
model.compile(loss=keras.losses.CategoricalCrossentropy(), optimizer="rmsprop", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=64, epochs=3, validation_data=(x_val, y_val), verbose=2)
