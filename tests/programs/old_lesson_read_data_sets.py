"""The old TensorFlow tutorial's data with a Keras model."""
from keras.layers import Dense
from keras.models import Sequential
from tensorflow.examples.tutorials.mnist import input_data

mnist = input_data.read_data_sets("MNIST_data/", one_hot=True)
x, y = mnist.train.next_batch(500)
model = Sequential([Dense(10, activation="softmax", input_dim=784)])
model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=1, verbose=0, validation_data=(mnist.test.images[:100], mnist.test.labels[:100]))
