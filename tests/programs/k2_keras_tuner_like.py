"""A grid of settings by loops: a fit for each."""
import numpy as np
from keras.layers import Dense, Dropout
from keras.models import Sequential
from keras.optimizers import SGD

x, y = np.random.rand(40, 3), np.random.rand(40)
best = None
for lr in (0.1, 0.01):
    for momentum in (0.0, 0.9):
        model = Sequential([Dense(4, activation="tanh", input_dim=3), Dropout(rate=0.1), Dense(1)])
        model.compile(loss="mse", optimizer=SGD(lr=lr, momentum=momentum, decay=0.01))
        loss = model.fit(x, y, epochs=1, verbose=0).history["loss"][-1]
        best = min(best or (loss, lr), (loss, lr))
print(best)
