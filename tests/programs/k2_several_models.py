# Which optimizer is best? Several networks in one script, each with a fit of its own.
import numpy as np
from keras.models import Sequential
from keras.layers import Dense
from keras import optimizers

np.random.seed(0)
X = np.random.randn(300, 5)
y = (X.sum(axis=1) > 0).astype(int)


def build(optimizer):
    model = Sequential()
    model.add(Dense(8, activation='relu', input_dim=5))
    model.add(Dense(1, activation='sigmoid'))
    model.compile(optimizer=optimizer, loss='binary_crossentropy', metrics=['acc'])
    return model


histories = {}
for name, optimizer in [('sgd', optimizers.SGD(lr=0.1, decay=1e-6, momentum=0.9, nesterov=True)),
                        ('adam', optimizers.Adam(lr=0.01)),
                        ('rmsprop', 'rmsprop')]:
    model = build(optimizer)
    histories[name] = model.fit(X, y, epochs=3, batch_size=16, validation_split=0.2, verbose=0).history

for name, history in histories.items():
    print('%-10s acc %.3f  val_acc %.3f' % (name, history['acc'][-1], history['val_acc'][-1]))
assert len(histories) == 3
