# verdict: fault
# about: ai.stackexchange 18134: which network can approximate y = x^2 + b; high loss whatever the number of dense layers
# score:
# fault: hidden_activation
# held_out: false
# line: 20, 26
# fix 20: activation = "relu"
# fix 26:     model.add(Dense(16, activation=activation))

import numpy as np
from keras import optimizers
from keras.layers import Dense, Input
from keras.models import Sequential

learningRate = 0.01
epochs = 60
batch_size = None
trainingValidationFactor = 0.75
nrOfSamples = 400
activation = None


def CreateNetwork(inputDimension):
    model = Sequential()
    model.add(Input(shape=(inputDimension,)))
    model.add(Dense(2, activation=activation))
    model.add(Dense(64, use_bias=True, activation=activation))
    model.add(Dense(32, use_bias=True, activation=activation))
    model.add(Dense(1))
    adam = optimizers.Adam(learning_rate=learningRate)
    model.compile(loss="mse", optimizer=adam)
    return model


def SplitDataForValidation(factor, data, labels):
    upperBoundary = int(len(data) * factor)
    return ((data[:upperBoundary], labels[:upperBoundary]), (data[upperBoundary:], labels[upperBoundary:]))


def CreateData(n):
    """x between -3 and 3, y = x^2 + b with b = 2"""
    x = np.random.RandomState(7).uniform(-3, 3, size=(n, 1))
    return x, 2 + x**2


def Train(network, training, validation):
    return network.fit(
        training[0], training[1], epochs=epochs, batch_size=batch_size, validation_data=validation, verbose=0
    )


data, labels = CreateData(nrOfSamples)
training, validation = SplitDataForValidation(trainingValidationFactor, data, labels)
network = CreateNetwork(1)
history = Train(network, training, validation)
print("loss", history.history["loss"][-1], "val_loss", history.history["val_loss"][-1])
print(network.predict(np.array([[-2.0], [0.0], [1.0], [2.5]])))
