"""A multilayer perceptron for handwritten digits that is as it should be."""

from keras.datasets import mnist
from keras.layers import Dense, Dropout, Flatten, Input
from keras.models import Sequential
from keras.utils import to_categorical

# load the data and scale the pixels to 0 ... 1
(X_train, y_train), (X_test, y_test) = mnist.load_data()
X_train = X_train.astype("float32") / 255
X_test = X_test.astype("float32") / 255

# one output for each digit
y_train = to_categorical(y_train, 10)
y_test = to_categorical(y_test, 10)

# create the model
model = Sequential(
    [
        Input(shape=(28, 28)),
        Flatten(),
        Dense(512, activation="relu"),
        Dropout(0.2),
        Dense(10, activation="softmax"),
    ]
)
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])

# fit the model
model.fit(X_train, y_train, batch_size=128, epochs=5, validation_data=(X_test, y_test), verbose=2)
