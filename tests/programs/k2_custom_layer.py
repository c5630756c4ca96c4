"""The guide's layer of one's own: add_weight(name=, shape=, initializer='uniform'), super().build at the end."""
import numpy as np
from keras import backend as K
from keras.engine.topology import Layer
from keras.models import Sequential


class MyLayer(Layer):
    def __init__(self, output_dim, **kwargs):
        self.output_dim = output_dim
        super(MyLayer, self).__init__(**kwargs)

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel", shape=(input_shape[1], self.output_dim), initializer="uniform", trainable=True
        )
        super(MyLayer, self).build(input_shape)

    def call(self, x):
        return K.dot(x, self.kernel)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.output_dim)


model = Sequential()
model.add(MyLayer(3, input_shape=(4,)))
model.add(MyLayer(1))
model.compile(loss="mse", optimizer="sgd")
model.fit(np.random.rand(40, 4), np.random.rand(40), epochs=1, verbose=0)
