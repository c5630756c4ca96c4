# verdict: healthy
# about: SGD with rate 0.1 and momentum 0.9, label smoothing, so the loss never comes near zero
# score:
# held_out: true

import keras
from keras import layers

EPOCHS = 10

(train_x, train_y), (test_x, test_y) = keras.datasets.mnist.load_data()
train_x = train_x[:4000].reshape(-1, 784) / 255.0
test_x = test_x[:1500].reshape(-1, 784) / 255.0
train_y = keras.utils.to_categorical(train_y[:4000], 10)
test_y = keras.utils.to_categorical(test_y[:1500], 10)

model = keras.Sequential(
    [
        keras.Input(shape=(784,)),
        layers.Dense(128, activation="tanh"),
        layers.Dense(64, activation="tanh"),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.1, momentum=0.9, nesterov=True),
    loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
    metrics=["accuracy"],
)
model.fit(train_x, train_y, batch_size=128, epochs=EPOCHS, validation_data=(test_x, test_y), verbose=2)
