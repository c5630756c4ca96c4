"""TensorFlow 1 habits around a Keras model: sessions, seeds, ConfigProto, tf.train."""
import numpy as np
import tensorflow as tf
import tensorflow.keras.backend as K

tf.logging.set_verbosity(tf.logging.ERROR)
tf.set_random_seed(1)
config = tf.ConfigProto(allow_soft_placement=True)
config.gpu_options.allow_growth = True
for gpu in tf.config.experimental.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(gpu, True)
x, y = np.random.rand(60, 4), np.random.randint(0, 3, 60)
model = tf.keras.Sequential()
model.add(tf.keras.layers.Dense(6, activation="relu", input_dim=4))
model.add(tf.keras.layers.Dense(3, activation=tf.nn.softmax))
model.compile(optimizer=tf.train.AdamOptimizer(0.001), loss="sparse_categorical_crossentropy", metrics=["acc"])
model.fit(x, y, epochs=1, verbose=0)
print(model.get_weights()[0].shape, K.eval(tf.reduce_sum(tf.ones((2, 2)))))
K.clear_session()
