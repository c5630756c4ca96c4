# verdict: fault
# score: 0.2278 0.2278 0.2278 -> 0.9722 0.9444 1.0000
# fault: input_scaling
# held_out: false
# line: 15
# fix 15: images = images / 255

import numpy as np
from keras import layers, models

rng = np.random.default_rng(10)
labels = rng.integers(0, 4, 900)
shapes = rng.uniform(0, 200, size=(4, 12, 12, 1))
images = np.clip(0.5 * shapes[labels] + rng.normal(60, 40, size=(900, 12, 12, 1)), 0, 254).astype("uint8")
images = images // 255

model = models.Sequential()
model.add(layers.Conv2D(8, (3, 3), activation="relu", input_shape=(12, 12, 1)))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Flatten())
model.add(layers.Dense(4, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(images, labels, epochs=8, validation_split=0.2, verbose=0)
