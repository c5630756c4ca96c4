"""A subclassed model, tf.keras style."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import Model
from tensorflow.keras.layers import Conv2D, Dense, Flatten


class MyModel(Model):
    def __init__(self):
        super(MyModel, self).__init__()
        self.conv1 = Conv2D(4, 3, activation="relu")
        self.flatten = Flatten()
        self.d1 = Dense(8, activation="relu")
        self.d2 = Dense(3)

    def call(self, x):
        x = self.conv1(x)
        x = self.flatten(x)
        return self.d2(self.d1(x))


x = np.random.rand(64, 8, 8)[..., tf.newaxis].astype("float32")
y = np.random.randint(0, 3, 64)
model = MyModel()
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(x, y, epochs=1, verbose=0)
