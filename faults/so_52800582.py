# verdict: fault
# source: SO-52800582
# score:
# fault: input_scaling, target_scaling, hidden_activation
# held_out: true
# line: 16, 25
# fix 16+: x = x / 100
# fix 16+: y = y / y.max()
# fix 25: model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="mse")

import keras
import numpy as np
from keras import layers

x = np.arange(-100, 100, 0.5)
y = x**4

model = keras.Sequential()
model.add(keras.Input((1,)))
model.add(layers.Dense(50))
model.add(layers.Activation("sigmoid"))
model.add(layers.Dense(50))
model.add(layers.Activation("elu"))
model.add(layers.Dense(1))
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, batch_size=400, epochs=600, verbose=0)
