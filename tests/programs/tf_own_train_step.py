"""A tf.keras model with a train_step of TensorFlow's, and imports that nothing uses and nobody has."""
import numpy as np
import seaborn_of_another_machine as sns
import tensorflow as tf
from tensorflow import keras
from tensorflow.python.client import timeline


class Trainer(keras.Model):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def call(self, x):
        return self.inner(x)

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self.inner(x, training=True)
            loss = self.compiled_loss(y, y_pred, regularization_losses=self.losses)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        self.compiled_metrics.update_state(y, y_pred)
        return {m.name: m.result() for m in self.metrics}

    def test_step(self, data):
        x, y = data
        self.compiled_metrics.update_state(y, self.inner(x, training=False))
        return {m.name: m.result() for m in self.metrics}


x = np.random.random((80, 6)).astype("float32")
y = (x.sum(axis=1) > 3).astype("int32")
trainer = Trainer(keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(2, "softmax")]))
trainer.compile(keras.optimizers.SGD(), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
trainer.fit(x, y, epochs=2, batch_size=16, validation_data=(x, y))
print(trainer.evaluate(x, y, verbose=0))
