# verdict: fault
# about: StackOverflow 51432661
# score:
# fault: output_activation, architecture, target_scaling
# held_out: true
# line: 40
# fix 40: model.add(Dense(1))

import numpy as np
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential

np.random.seed(7)


n = 1500
change = np.zeros(n)
noise = np.random.normal(0, 0.25, n)
for i in range(2, n):
    change[i] = -0.25 + 0.8 * change[i - 1] - 0.4 * change[i - 2] + 0.45 * np.sin(2 * np.pi * i / 12) + noise[i]


def create_dataset(series, look_back=8):
    X, Y = [], []
    for i in range(len(series) - look_back):
        X.append(series[i : i + look_back])
        Y.append(series[i + look_back])
    return np.array(X).reshape(-1, look_back, 1), np.array(Y)


X, Y = create_dataset(change)
split = 1200
train_X, test_X = X[:split], X[split:]
train_y, test_y = Y[:split], Y[split:]

model = Sequential()
model.add(Input(shape=(train_X.shape[1], train_X.shape[2])))
model.add(LSTM(16))

model.add(Dense(1, activation="relu"))
model.compile(loss="mse", optimizer="adam")

history = model.fit(
    train_X, train_y, epochs=40, validation_data=(test_X, test_y), batch_size=32, verbose=0, shuffle=False
)
print(np.column_stack([model.predict(test_X, verbose=0)[:10, 0], test_y[:10]]))
