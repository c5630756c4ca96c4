"""fit inside a class, with class weights and an initial epoch."""
import numpy as np
from keras.layers import Dense
from keras.models import Sequential


class Classifier(object):
    def __init__(self, inputs):
        self.model = Sequential([Dense(4, activation="tanh", input_dim=inputs), Dense(1, activation="sigmoid")])
        self.model.compile(optimizer="adagrad", loss="binary_crossentropy", metrics=["binary_accuracy"])

    def train(self, x, y, **options):
        return self.model.fit(x, y, class_weight={0: 1.0, 1: 3.0}, **options)


x = np.random.rand(60, 3)
Classifier(3).train(x, (x[:, 0] > 0.7).astype(int), epochs=3, initial_epoch=1, batch_size=20, verbose=0)
