"""Keras 1's generators: samples_per_epoch, nb_val_samples, nb_epoch, an endless generator."""
import numpy as np
from keras.layers import Dense
from keras.models import Sequential


def batches():
    while 1:
        x = np.random.rand(10, 4)
        yield x, (x.sum(axis=1) > 2).astype(int)


model = Sequential()
model.add(Dense(8, input_dim=4, init="glorot_normal", activation="relu", bias=True))
model.add(Dense(1, activation="sigmoid", W_constraint=None))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit_generator(
    batches(), samples_per_epoch=320, nb_epoch=2, validation_data=batches(), nb_val_samples=64, verbose=0
)
