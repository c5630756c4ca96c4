"""TimeDistributedDense, stateful batches, reset_states."""
import numpy as np
from keras.layers.core import Activation, TimeDistributedDense
from keras.layers.recurrent import GRU
from keras.models import Sequential

x, y = np.random.rand(40, 5, 2), np.random.rand(40, 5, 1)
model = Sequential()
model.add(GRU(4, return_sequences=True, stateful=True, batch_input_shape=(10, 5, 2)))
model.add(TimeDistributedDense(output_dim=1))
model.add(Activation("linear"))
model.compile(loss="mean_squared_error", optimizer="rmsprop")
for _ in range(2):
    model.fit(x, y, batch_size=10, nb_epoch=1, verbose=0, shuffle=False)
    model.reset_states()
