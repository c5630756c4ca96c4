"""A keras.utils.Sequence of one's own."""
import numpy as np
from keras.layers import Dense
from keras.models import Sequential
from keras.utils import Sequence


class Batches(Sequence):
    def __init__(self, x, y, batch_size):
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return int(np.ceil(len(self.x) / float(self.batch_size)))

    def __getitem__(self, idx):
        part = slice(idx * self.batch_size, (idx + 1) * self.batch_size)
        return self.x[part], self.y[part]


x, y = np.random.rand(50, 3), np.random.rand(50)
model = Sequential([Dense(4, activation="relu", input_dim=3), Dense(1)])
model.compile("adam", "mse")
model.fit_generator(Batches(x, y, 16), epochs=1, use_multiprocessing=False, workers=2, max_queue_size=4, verbose=0)
