# verdict: fault
# source: SO-31880720
# score: 0.5000 0.5000 0.5000 -> 1.0000 1.0000 1.0000
# fault: output_activation, output_units
# held_out: false
# line: 28
# fix 28:         layers.Activation("sigmoid"),

import keras
import numpy as np
from keras import layers

x = np.concatenate([np.ones((2000, 128)), np.zeros((2000, 128))])
y = np.concatenate([np.ones(2000), np.zeros(2000)])
x_test = np.concatenate([np.ones((100, 128)), np.zeros((100, 128))])
y_test = np.concatenate([np.ones(100), np.zeros(100)])

model = keras.Sequential(
    [
        keras.Input((128,)),
        layers.Dense(128),
        layers.Activation("relu"),
        layers.Dropout(0.2),
        layers.Dense(50),
        layers.Activation("relu"),
        layers.Dropout(0.2),
        layers.Dense(1),
        layers.Activation("softmax"),
    ]
)
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=24, epochs=5, validation_data=(x_test, y_test), verbose=0)
