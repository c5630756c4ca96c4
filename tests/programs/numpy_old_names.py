"""np.float, np.int, np.bool, np.object; Python 3 spelling of an old script."""
import numpy as np
from keras.layers import Dense
from keras.models import Sequential

x = np.random.rand(40, 3).astype(np.float)
y = (x[:, 0] > 0.5).astype(np.int)
mask = np.ones(40, dtype=np.bool)
names = np.array(["a", "b"], dtype=np.object)
model = Sequential([Dense(1, activation="sigmoid", input_shape=(3,))])
model.compile("sgd", "binary_crossentropy")
model.fit(x[mask], y[mask], epochs=1, verbose=0)
