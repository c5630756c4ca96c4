# verdict: fault
# source: SO-58043002
# score: 0.8620 0.8620 0.7530 -> 0.9600 0.9640 0.9660
# fault: hidden_activation, learning_rate, architecture
# held_out: true
# line: 24, 26
# fix 24: model.add(layers.Conv1D(64, 3, activation="relu"))
# fix 26: model.add(layers.Conv1D(64, 2, activation="relu"))

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
centers = rng.choice([-1.2, 1.2], size=(4, 8))
cluster = rng.integers(0, 4, 1000)
x = rng.normal(size=(1000, 70)).astype("float32")
x[:, :8] += centers[cluster]
x = x.reshape(1000, 10, 7)
y = keras.utils.to_categorical(cluster % 2, 2)

model = keras.Sequential()
model.add(keras.Input((10, 7)))
model.add(layers.Conv1D(64, 3, activation="sigmoid"))
model.add(layers.MaxPooling1D(3))
model.add(layers.Conv1D(64, 2, activation="sigmoid"))
model.add(layers.Masking(mask_value=0.0))
model.add(layers.LSTM(8))
model.add(layers.Dense(2, activation="softmax"))
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.0001), loss="categorical_crossentropy", metrics=["accuracy"]
)
model.fit(x, y, batch_size=50, epochs=30, verbose=0)
