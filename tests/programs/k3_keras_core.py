"""Keras 3 under the name of its first year, keras_core, with a layer of its own and `operations`."""
import keras_core
import numpy as np
from keras_core import Model, backend, initializers, layers, losses, optimizers
from keras_core import operations as ops


class Affine(layers.Layer):
    def __init__(self, units, name=None):
        super().__init__(name=name)
        self.units = units
        self.scale = backend.Variable(1.0, name="scale")
        self.seeds = keras_core.random.SeedGenerator(7)

    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1], self.units), initializer=initializers.GlorotNormal(), name="w")

    def call(self, x):
        return keras_core.random.dropout(ops.matmul(x, self.w) * self.scale, 0.2, seed=self.seeds)


class Two(Model):
    def __init__(self):
        super().__init__()
        self.first, self.second = Affine(8), Affine(2)

    def call(self, x):
        return self.second(ops.relu(self.first(x)))


x, y = np.random.random((64, 5)), np.random.random((64, 2))
model = Two()
model.compile(optimizer=optimizers.SGD(learning_rate=0.01), loss=losses.MeanSquaredError())
print(model.fit(x, y, batch_size=16, epochs=2, validation_split=0.25).history)
