# verdict: fault
# about: Data Science StackExchange 18667: relu vs sigmoid on MNIST, plain SGD on pixels 0-255, relu falls below 50%
# score: 0.3850 0.3800 0.4050 -> 0.7420 0.7600 0.7260
# fault: input_scaling
# held_out: true
# line: 21, 22
# fix 21: X_train = X_train.reshape(2500, 784) / 255
# fix 22: X_test = X_test.reshape(1000, 784) / 255

from keras.datasets import mnist
from keras.layers import Activation, Dense
from keras.models import Sequential
from keras.utils import to_categorical

classes = 10

(X_train, Y_train), (X_test, Y_test) = mnist.load_data()
X_train, Y_train = X_train[:2500], Y_train[:2500]
X_test, Y_test = X_test[:1000], Y_test[:1000]

X_train = X_train.reshape(2500, 784)
X_test = X_test.reshape(1000, 784)
X_train = X_train.astype("float32")
X_test = X_test.astype("float32")

Y_train = to_categorical(Y_train, classes)
Y_test = to_categorical(Y_test, classes)

batch_size = 100
epochs = 10

model = Sequential()
model.add(Dense(100, input_dim=784))
model.add(Activation("relu"))
model.add(Dense(10))
model.add(Activation("softmax"))

model.compile(loss="categorical_crossentropy", metrics=["accuracy"], optimizer="sgd")
model.fit(X_train, Y_train, batch_size=batch_size, epochs=epochs, verbose=1, validation_data=(X_test, Y_test))

score = model.evaluate(X_test, Y_test, verbose=1)
print("Test accuracy:", score[1])
