"""A perceptron that should say whether a handwritten digit is a five. It does not work that well. Why?"""

from keras.datasets import mnist
from keras.layers import Dense, Flatten, Input
from keras.models import Sequential

epochs = 10

# load the data: 28x28 pixels from 0 (dark) to 255 (bright)
(X_train, y_train), (X_test, y_test) = mnist.load_data()

# the question: is it a five?
is_five_train = y_train == 5
is_five_test = y_test == 5

# create the model: one weighted sum of all pixels
model = Sequential()
model.add(Input(shape=(28, 28)))
model.add(Flatten())
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam", metrics=["accuracy"])

# fit the model
model.fit(X_train, is_five_train, epochs=epochs, validation_data=(X_test, is_five_test), verbose=2)

# look at the first ten answers
print(model.predict(X_test[:10], verbose=0).round(2).ravel())
