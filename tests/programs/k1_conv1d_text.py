"""Keras 1's Convolution1D and MaxPooling1D."""
import numpy as np
from keras.layers import Activation, Dense, Dropout, Flatten
from keras.layers.convolutional import Convolution1D, MaxPooling1D
from keras.layers.embeddings import Embedding
from keras.models import Sequential

x, y = np.random.randint(0, 100, (64, 16)), np.random.randint(0, 2, 64)
model = Sequential()
model.add(Embedding(100, 8, input_length=16))
model.add(Convolution1D(nb_filter=6, filter_length=3, border_mode="valid", activation="relu", subsample_length=1))
model.add(MaxPooling1D(pool_length=2))
model.add(Flatten())
model.add(Dropout(0.2))
model.add(Dense(1))
model.add(Activation("sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
model.fit(x, y, batch_size=32, nb_epoch=1, verbose=0)
