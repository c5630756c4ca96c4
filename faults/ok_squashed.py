# verdict: healthy
# about: StackOverflow (techfeed 470072): Keras LSTM predicted timeseries squashed and shifted: hourly price changes that are hardly predictable
# score:
# held_out: false

import numpy as np
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential

rng = np.random.default_rng(23)
n = 3000
noise = rng.normal(0, 1.0, n)
pct = np.zeros(n)
for t in range(2, n):
    pct[t] = 0.45 * pct[t - 1] - 0.25 * pct[t - 2] + noise[t]
print("hourly change of the price, per mille:", pct[:5])

seq_len = 24
vals = pct[1:]
sequences = []
for i in range(0, len(vals) - seq_len):
    sx = vals[i : i + seq_len].reshape(seq_len, 1)
    sy = vals[i + seq_len]
    sequences.append((sx, sy))

row = -600
trainSeqs = sequences[:row]
testSeqs = sequences[row:]

trainX = np.array([i[0] for i in trainSeqs])
trainy = np.array([i[1] for i in trainSeqs])
testX = np.array([i[0] for i in testSeqs])
testy = np.array([i[1] for i in testSeqs])

model = Sequential()
model.add(Input(shape=(seq_len, 1)))
model.add(LSTM(25))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam")
model.fit(trainX, trainy, epochs=8, batch_size=32, verbose=1, shuffle=True, validation_data=(testX, testy))

pred = model.predict(testX).flatten()
print("spread of the predictions", pred.std(), "of the series", testy.std())
