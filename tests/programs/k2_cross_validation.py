"""A cross-validation loop by hand: a new model in every fold."""
import numpy as np
from keras.layers import Dense
from keras.models import Sequential

x, y = np.random.rand(60, 4), np.random.rand(60)


def build_model():
    model = Sequential()
    model.add(Dense(4, activation="relu", input_shape=(x.shape[1],)))
    model.add(Dense(1))
    model.compile(optimizer="rmsprop", loss="mse", metrics=["mae"])
    return model


k, size, scores = 3, 20, []
for i in range(k):
    val = slice(i * size, (i + 1) * size)
    train = np.r_[0 : i * size, (i + 1) * size : 60]
    model = build_model()
    model.fit(x[train], y[train], epochs=1, batch_size=10, verbose=0)
    scores.append(model.evaluate(x[val], y[val], verbose=0)[1])
print(np.mean(scores))
