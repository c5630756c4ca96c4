"""K.function, K.get_value and K.set_value, layer outputs."""
import numpy as np
from keras import backend as K
from keras.callbacks import Callback, LearningRateScheduler
from keras.layers import Dense, Dropout
from keras.models import Sequential
from keras.optimizers import SGD

x, y = np.random.rand(64, 5), np.random.rand(64, 1)
model = Sequential([Dense(4, activation="relu", input_shape=(5,)), Dropout(0.5), Dense(1)])
model.compile(loss="mse", optimizer=SGD(lr=0.1))


class Halve(Callback):
    def on_epoch_end(self, epoch, logs={}):
        K.set_value(self.model.optimizer.lr, K.get_value(self.model.optimizer.lr) * 0.5)


model.fit(x, y, epochs=2, verbose=0, callbacks=[Halve()])
assert abs(K.get_value(model.optimizer.lr) - 0.025) < 1e-6
get_hidden = K.function([model.layers[0].input, K.learning_phase()], [model.layers[0].output])
print(get_hidden([x[:2].astype("float32"), 0])[0].shape)
model.fit(x, y, epochs=1, verbose=0, callbacks=[LearningRateScheduler(lambda epoch: 0.01)])
