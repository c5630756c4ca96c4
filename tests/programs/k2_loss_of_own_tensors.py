"""An autoencoder whose loss is made of its own tensors: by add_loss, and in a loss function that reads them."""
import numpy as np
from keras import backend as K
from keras.layers import Dense, Input, Lambda
from keras.losses import binary_crossentropy
from keras.models import Model

np.random.seed(0)
data = np.random.rand(120, 12)


def network():
    x = Input(batch_shape=(40, 12))
    hidden = Dense(16, activation="relu")(x)
    mean, log_var = Dense(2)(hidden), Dense(2)(hidden)

    def sample(args):
        mean, log_var = args
        return mean + K.exp(log_var / 2) * K.random_normal(shape=(40, 2), mean=0.0, std=1.0)

    return x, mean, log_var, Dense(12, activation="sigmoid")(Lambda(sample)([mean, log_var]))


x, mean, log_var, answer = network()
added = Model(x, answer)
divergence = 0.5 * K.sum(K.exp(log_var) + K.square(mean) - 1.0 - log_var, axis=1)
added.add_loss(K.mean(12 * binary_crossentropy(x, answer) + divergence))
added.compile(optimizer="adam")
history = added.fit(data, epochs=3, batch_size=40, validation_data=(data, None), verbose=0).history
assert history["loss"][-1] < history["loss"][0]

x, mean, log_var, answer = network()


def both(y_true, y_pred):
    return K.sum(K.binary_crossentropy(y_true, y_pred), axis=1) + 0.5 * K.sum(
        K.exp(log_var) + K.square(mean) - 1.0 - log_var, axis=1
    )


read = Model(x, answer)
read.compile(optimizer="adam", loss=both)
read.set_weights(added.get_weights())
start = read.evaluate(data, data, batch_size=40, verbose=0)
assert abs(start - history["val_loss"][-1]) < 0.5  # the same loss, but for what is drawn
read.fit(data, data, epochs=3, batch_size=40, verbose=0)
print(Model(x, mean).predict(data, batch_size=40, verbose=0).shape)
