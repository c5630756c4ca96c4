"""A loss and a metric of tf.* functions; a callback that stops."""
import numpy as np
import tensorflow as tf


def huber_fn(y_true, y_pred):
    error = y_true - y_pred
    small = tf.abs(error) < 1
    return tf.where(small, tf.square(error) / 2, tf.abs(error) - 0.5)


def r2(y_true, y_pred):
    rest = tf.reduce_sum(tf.square(y_true - y_pred))
    return 1 - rest / (tf.math.reduce_sum((y_true - tf.reduce_mean(y_true)) ** 2) + tf.keras.backend.epsilon())


class Stop(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("acc", 0) > 2 or logs.get("loss") < 1e9:
            self.model.stop_training = True


x = np.random.rand(80, 4).astype(np.float32)
y = x.sum(axis=1, keepdims=True)
model = tf.keras.models.Sequential(
    [tf.keras.layers.Dense(8, activation=tf.nn.relu, input_shape=[4]), tf.keras.layers.Dense(1)]
)
model.compile(loss=huber_fn, optimizer=tf.keras.optimizers.SGD(learning_rate=0.01), metrics=[r2])
history = model.fit(x, y, epochs=5, callbacks=[Stop()], verbose=0)
assert len(history.epoch) == 1
