'''Callbacks of every kind that Keras 2 had, and two of one's own.'''
import keras
import numpy as np
from keras import backend as K
from keras.callbacks import (Callback, CSVLogger, EarlyStopping, LambdaCallback, LearningRateScheduler, ModelCheckpoint,
                             ReduceLROnPlateau, TerminateOnNaN)


class LossHistory(keras.callbacks.Callback):
    def on_train_begin(self, logs={}):
        self.losses = []
        self.lr = []

    def on_batch_end(self, batch, logs={}):
        self.losses.append(logs.get('loss'))

    def on_epoch_end(self, epoch, logs={}):
        self.lr.append(K.get_value(self.model.optimizer.lr))


class Halve(Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 2:
            K.set_value(self.model.optimizer.lr, K.get_value(self.model.optimizer.lr) * 0.5)


def step_decay(epoch, lr):
    return lr if epoch < 3 else lr * 0.9


x = np.random.RandomState(0).rand(200, 6)
y = x.dot(np.arange(6.))[:, None]

model = keras.models.Sequential()
model.add(keras.layers.Dense(16, input_shape=(6,), activation='relu'))
model.add(keras.layers.Dense(1))
model.compile(loss='mse', optimizer=keras.optimizers.Adam(lr=0.01), metrics=['mae'])

history = LossHistory()
model.fit(x, y, batch_size=50, epochs=5, verbose=0, validation_split=0.25,
          callbacks=[history, Halve(), LearningRateScheduler(step_decay), EarlyStopping(monitor='val_loss', patience=4),
                     ReduceLROnPlateau(monitor='val_loss', factor=0.2, patience=2, min_lr=1e-5), TerminateOnNaN(),
                     CSVLogger('training.log'), ModelCheckpoint('best.h5', save_best_only=True, monitor='val_loss'),
                     LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch, sorted(logs)))])
assert len(history.losses) >= 3 and len(history.lr) >= 1
