"""Bidirectional LSTM, CuDNN names, SpatialDropout1D."""
import numpy as np
from keras.layers import Bidirectional, CuDNNLSTM, Dense, Embedding, SpatialDropout1D
from keras.models import Sequential

x, y = np.random.randint(0, 40, (48, 6)), np.random.randint(0, 2, 48)
model = Sequential()
model.add(Embedding(40, 6))
model.add(SpatialDropout1D(0.2))
model.add(Bidirectional(CuDNNLSTM(4)))
model.add(Dense(1, activation="sigmoid"))
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=24, epochs=1, verbose=0)
