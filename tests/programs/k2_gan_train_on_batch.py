"""A loop over train_on_batch, with test_on_batch at its end."""
import numpy as np
from keras.layers import Dense, LeakyReLU
from keras.models import Sequential
from keras.optimizers import Adam

x = np.random.rand(200, 6)
y = (x.sum(axis=1) > 3).astype("float32")
model = Sequential([Dense(8, input_dim=6), LeakyReLU(alpha=0.2), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.0002, 0.5), metrics=["accuracy"])
for epoch in range(3):
    for start in range(0, 200, 20):
        loss = model.train_on_batch(x[start : start + 20], y[start : start + 20])
    print("%d [loss: %f, acc.: %.2f%%]" % (epoch, loss[0], 100 * loss[1]))
print(model.test_on_batch(x[:20], y[:20]))
