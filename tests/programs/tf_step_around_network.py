"""A class around a network that has a train_step of TensorFlow's, and no call: the step calls the network itself."""
import numpy as np
import tensorflow as tf
from tensorflow import keras


class Trained(keras.Model):
    def __init__(self, network):
        super(Trained, self).__init__()
        self.network = network

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.compiled_loss(y, self.network(x, training=True))
        weights = self.network.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return {m.name: m.result() for m in self.metrics}


x = np.random.rand(64, 5).astype("float32")
y = (x[:, 0] > 0.5).astype("int32")
network = keras.Sequential([keras.Input((5,)), keras.layers.Dense(8), keras.layers.ReLU(), keras.layers.Dense(2)])
trained = Trained(network)
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
trained.compile(optimizer=keras.optimizers.Adam(), loss=loss, metrics=["accuracy"])
before = network.get_weights()[0]
trained.fit(x, y, batch_size=16, epochs=2, verbose=2)
assert (network.get_weights()[0] != before).any()
print(trained.evaluate(x, y, verbose=0))
