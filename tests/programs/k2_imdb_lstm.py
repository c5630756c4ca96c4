"""In the style of imdb_lstm on made-up sequences: pad_sequences, Embedding, dropout in the LSTM."""
import numpy as np
from keras.layers import LSTM, Dense, Embedding
from keras.models import Sequential
from keras.preprocessing import sequence

max_features, maxlen = 200, 12
rng = np.random.RandomState(0)
x = [list(rng.randint(1, max_features, rng.randint(3, 20))) for _ in range(128)]
y = np.array([int(np.mean(s) > 100) for s in x])
x = sequence.pad_sequences(x, maxlen=maxlen)
model = Sequential()
model.add(Embedding(max_features, 8, input_length=maxlen))
model.add(LSTM(8, dropout=0.2, recurrent_dropout=0.2))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x, y, batch_size=32, epochs=1, validation_data=(x, y), verbose=2)
score, acc = model.evaluate(x, y, batch_size=32)
print("Test accuracy:", acc)
