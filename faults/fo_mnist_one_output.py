# verdict: fault
# about: Data Science StackExchange 38604: too low accuracy on MNIST, one sigmoid output and binary cross-entropy for ten digits, loss negative
# score: 0.1080 0.1080 0.1080 -> 0.9090 0.9210 0.9250
# fault: output_units, output_activation, loss
# held_out: true
# line: 17, 28, 30
# fix 17: output_nodes = 10
# fix 28: model.add(Dense(output_nodes, activation="softmax"))
# fix 30: model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

from keras.datasets import mnist
from keras.layers import Dense
from keras.models import Sequential

input_nodes = 784
hl1_nodes = 64
output_nodes = 1

(X_train, y_train), (X_test, y_test) = mnist.load_data()
X_train = X_train[:2500]
y_train = y_train[:2500]

X_train_reshaped = X_train.reshape(X_train.shape[0], 784)
X_train_reshaped = X_train_reshaped.astype("float32") / 255

model = Sequential()
model.add(Dense(hl1_nodes, activation="relu", input_shape=(input_nodes,)))
model.add(Dense(output_nodes, activation="sigmoid"))

model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])

history = model.fit(x=X_train_reshaped, y=y_train, validation_split=0.33, verbose=1, epochs=10)
print(history.history["val_accuracy"])
