# verdict: fault
# about: Zero to Mastery TensorFlow course, notebook 02: Fashion-MNIST with two hidden layers of 4 units, accuracy low on data that is not normalised
# score: 0.1050 0.1050 0.1050 -> 0.4710 0.6000 0.3600
# fault: input_scaling
# held_out: true
# line: 15
# fix 15+: train_data, test_data = train_data / 255.0, test_data / 255.0

import keras
from keras import layers
from keras.datasets import fashion_mnist

(train_data, train_labels), (test_data, test_labels) = fashion_mnist.load_data()
train_data, train_labels = train_data[:2500], train_labels[:2500]
test_data, test_labels = test_data[:1000], test_labels[:1000]

class_names = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]
print(train_data.shape, test_data.shape, class_names[train_labels[7]])

model_11 = keras.Sequential(
    [
        layers.Flatten(input_shape=(28, 28)),
        layers.Dense(4, activation="relu"),
        layers.Dense(4, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)

model_11.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(),
    optimizer=keras.optimizers.Adam(),
    metrics=["accuracy"],
)

non_norm_history = model_11.fit(
    train_data,
    train_labels,
    epochs=8,
    validation_data=(test_data, test_labels),
)
