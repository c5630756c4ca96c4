"""Keras 1's arguments of recurrent and embedding layers."""
import numpy as np
from keras.layers.core import Activation, Dense
from keras.layers.embeddings import Embedding
from keras.layers.recurrent import LSTM
from keras.models import Sequential

x, y = np.random.randint(0, 50, (64, 6)), np.random.randint(0, 2, 64)
model = Sequential()
model.add(Embedding(50, 8, input_length=6, init="uniform", dropout=0.2))
model.add(LSTM(8, dropout_W=0.2, dropout_U=0.2, inner_activation="sigmoid", forget_bias_init="one"))
model.add(Dense(1))
model.add(Activation("sigmoid"))
model.compile("adam", "binary_crossentropy", metrics=["acc"])
h = model.fit(x, y, batch_size=32, nb_epoch=1, verbose=0)
print(h.history["accuracy"], h.history["acc"])
