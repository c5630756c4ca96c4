# verdict: fault
# about: forums, TF1 to Keras: keep_prob=0.9 carried over as Dropout(0.9)
# score: 0.2340 0.2820 0.2820 -> 0.9190 0.9310 0.9290
# fault: regularization
# held_out: false
# line: 24, 26
# fix 24:         self.drop1 = layers.Dropout(1 - KEEP)
# fix 26:         self.drop2 = layers.Dropout(1 - KEEP)

import keras
from keras import layers

KEEP = 0.9

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train, y_train = x_train[:5000].reshape(-1, 784) / 255.0, y_train[:5000]
x_test, y_test = x_test[:1000].reshape(-1, 784) / 255.0, y_test[:1000]


class DigitNet(keras.Model):
    def __init__(self):
        super().__init__()
        self.fc1 = layers.Dense(96, activation="relu")
        self.drop1 = layers.Dropout(KEEP)
        self.fc2 = layers.Dense(48, activation="relu")
        self.drop2 = layers.Dropout(KEEP)
        self.fc3 = layers.Dense(24, activation="relu")
        self.head = layers.Dense(10, activation="softmax")

    def call(self, x, training=False):
        x = self.drop1(self.fc1(x), training=training)
        x = self.drop2(self.fc2(x), training=training)
        return self.head(self.fc3(x))


net = DigitNet()
net.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(x_train, y_train, epochs=10, batch_size=64, validation_data=(x_test, y_test), verbose=2)
