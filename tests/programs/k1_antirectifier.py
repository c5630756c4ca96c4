"""In the style of antirectifier: a layer of one's own, from keras.engine and K.*."""
import numpy as np
from keras import backend as K
from keras import layers
from keras.engine.topology import Layer
from keras.models import Sequential


class Antirectifier(Layer):
    def compute_output_shape(self, input_shape):
        shape = list(input_shape)
        assert len(shape) == 2
        shape[-1] *= 2
        return tuple(shape)

    def call(self, inputs):
        inputs -= K.mean(inputs, axis=1, keepdims=True)
        inputs = K.l2_normalize(inputs, axis=1)
        pos = K.relu(inputs)
        neg = K.relu(-inputs)
        return K.concatenate([pos, neg], axis=1)


x = np.random.rand(100, 10).astype("float32")
y = np.eye(2)[(x[:, 0] > 0.5).astype(int)]
model = Sequential()
model.add(layers.Dense(8, input_shape=(10,)))
model.add(Antirectifier())
model.add(layers.Dense(2))
model.add(layers.Activation("softmax"))
model.compile(loss="categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
model.fit(x, y, batch_size=20, epochs=1, verbose=0, validation_data=(x, y))
