import numpy as np
import tensorflow as tf
import tensorflow.keras.backend as K


class Largest(tf.keras.metrics.Metric):
    def __init__(self, name='largest', **kwargs):
        super(Largest, self).__init__(name=name, **kwargs)
        self.m = self.add_weight('m', initializer='zeros')

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.m.assign(tf.maximum(self.m, tf.reduce_max(y_pred)))

    def result(self):
        return self.m

    def reset_states(self):
        self.m.assign(0.)


def images():
    r = np.random.RandomState(0)
    for _ in range(96):
        x = r.rand(8, 8, 1) * 255
        yield x.astype('float32'), int(x[:, :4].mean() > x[:, 4:].mean())


def prep(img, label):
    img = tf.image.random_brightness(tf.image.per_image_standardization(img), max_delta=0.1)
    return img, tf.one_hot(label, 2)


train = tf.data.Dataset.from_generator(images, output_signature=(
    tf.TensorSpec(shape=(8, 8, 1), dtype=tf.float32), tf.TensorSpec(shape=(), dtype=tf.int32)))
train = train.map(prep).shuffle(32).batch(32)
inputs = tf.keras.Input((8, 8, 1))
pooled = tf.keras.layers.AvgPool2D()(inputs)
both = tf.keras.layers.Lambda(lambda t: K.concatenate([t, K.expand_dims(K.mean(t, axis=-1))]))(pooled)
outputs = tf.keras.layers.Dense(2, activation=tf.nn.softmax)(tf.keras.layers.Flatten()(both))
model = tf.keras.Model(inputs, outputs)
assert both.shape[1:] == (4, 4, 2)
model.compile(tf.optimizers.Adam(1e-3), 'categorical_crossentropy', ['accuracy', Largest()])
history = model.fit(train, epochs=2)
assert 0 < history.history['largest'][-1] <= 1
first = model.predict(np.zeros((1, 8, 8, 1)))[0, :1]
print('%.2f' % first, int(first > 0.5))
