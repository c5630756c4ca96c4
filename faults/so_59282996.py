# verdict: doubtful
# source: SO-59282996
# about: one label a step
# score:
# fault: output_activation, label_encoding, output_units, epochs
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
y = rng.integers(1, 3, size=(500, 20))
x = rng.normal(size=(500, 20, 5)) + y[..., None]

model = keras.Sequential()
model.add(keras.Input((20, 5)))
model.add(layers.Masking(mask_value=0.0))
model.add(layers.Bidirectional(layers.LSTM(20, return_sequences=True)))
model.add(layers.Dropout(0.2))
model.add(layers.TimeDistributed(layers.Dense(3, activation="sigmoid")))
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.01, momentum=0.9),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x, y, batch_size=20, epochs=10, verbose=0)
