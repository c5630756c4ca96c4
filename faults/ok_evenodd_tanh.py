# verdict: healthy
# about: GitHub extremecoders-re/ML-Tests: even or odd from 32 bits, tanh layer, two sigmoid outputs on one-hot labels
# score:
# held_out: false

import numpy as np
from keras.layers import Dense, Input
from keras.models import Sequential


def to_bit_array(num, width=32):
    """Fixed width binary representation as a list of 0 and 1."""
    return [int(bit) for bit in np.binary_repr(num, width)]


def readable(out):
    if out[0] == 1 and out[1] == 0:
        return "Odd"
    if out[0] == 0 and out[1] == 1:
        return "Even"
    return "Unknown"


data = [to_bit_array(i) for i in range(6000)]
X = np.array(data)
Y = np.array([[v[-1], v[-1] ^ 1] for v in data])

model = Sequential()
model.add(Input(shape=(32,)))
model.add(Dense(units=32, activation="tanh"))
model.add(Dense(units=2, activation="sigmoid"))

model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])

model.fit(X, Y, epochs=15, batch_size=100, verbose=0, validation_split=0.2)

test = np.random.randint(1, 10000, size=(8))
for num in test:
    pred = model.predict(np.array([to_bit_array(num)]), verbose=0)
    print(num, "->", readable(np.round(pred)[0]))
