# verdict: fault
# about: forum habit: layer sizes that halve down to 1 before the classifier
# score: 0.1017 0.2633 0.2892 -> 0.8425 0.8467 0.8642
# fault: architecture
# held_out: false
# line: 21
# fix 21: code = Dense(32, activation="relu", name="code")(x)

import keras
from keras.layers import Dense, Flatten, Input, Rescaling

(images, labels), (test_images, test_labels) = keras.datasets.fashion_mnist.load_data()
images, labels = images[:6000], labels[:6000]
test_images, test_labels = test_images[:1200], test_labels[:1200]

inputs = Input(shape=(28, 28))
x = Rescaling(1.0 / 255)(inputs)
x = Flatten()(x)
x = Dense(128, activation="relu")(x)
x = Dense(64, activation="relu")(x)
code = Dense(1, activation="relu", name="code")(x)
outputs = Dense(10, activation="softmax")(code)
model = keras.Model(inputs, outputs, name="clothes")

model.compile(
    optimizer="adam",
    loss=keras.losses.SparseCategoricalCrossentropy(),
    metrics=["accuracy"],
)
model.fit(images, labels, epochs=10, batch_size=64, validation_data=(test_images, test_labels))
