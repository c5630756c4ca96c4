"""In the style of addition_rnn: encoder, RepeatVector, TimeDistributed; a loop over fit."""
import numpy as np
from keras import layers
from keras.models import Sequential

rng = np.random.RandomState(0)
a, b = rng.randint(0, 10, 100), rng.randint(0, 10, 100)
x = np.zeros((100, 3, 12), dtype=np.bool)
y = np.zeros((100, 2, 12), dtype=np.bool)
for i, (p, q) in enumerate(zip(a, b)):
    x[i, 0, p] = x[i, 1, 10] = x[i, 2, q] = 1
    y[i, 0, (p + q) // 10] = y[i, 1, (p + q) % 10] = 1
RNN = layers.LSTM
model = Sequential()
model.add(RNN(16, input_shape=(3, 12)))
model.add(layers.RepeatVector(2))
for _ in range(1):
    model.add(RNN(16, return_sequences=True))
model.add(layers.TimeDistributed(layers.Dense(12, activation="softmax")))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
for iteration in range(1, 3):
    model.fit(x, y, batch_size=32, epochs=1, validation_data=(x, y), verbose=0)
    guess = model.predict_classes(x[:2], verbose=0)
    print(iteration, guess)
