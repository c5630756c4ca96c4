# verdict: fault
# about: datascience.stackexchange 30659 and similar: freezing a base whose weights were never loaded
# score: 0.3817 0.2400 0.3200 -> 0.8100 0.7983 0.8633
# fault: frozen_weights, weight_init
# held_out: false
# line: 28
# fix 28:     backbone.trainable = True

"""Small transfer-style classifier: backbone plus a fresh head."""

import keras
from keras import layers


def build_backbone(weights=None):
    backbone = keras.Sequential(name="backbone")
    backbone.add(keras.Input((28, 28, 1)))
    for filters in (8, 16, 16):
        backbone.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
        backbone.add(layers.MaxPooling2D())
    backbone.add(layers.GlobalAveragePooling2D())
    if weights:
        backbone.load_weights(weights)
    return backbone


def build_classifier(backbone, classes):
    backbone.trainable = False
    inputs = keras.Input((28, 28, 1))
    x = backbone(inputs)
    x = layers.Dense(32, activation="relu")(x)
    outputs = layers.Dense(classes, activation="softmax")(x)
    return keras.Model(inputs, outputs)


(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train[:2500, ..., None] / 255.0
x_test = x_test[:600, ..., None] / 255.0

model = build_classifier(build_backbone(), classes=10)
model.compile(
    optimizer=keras.optimizers.Adam(5e-3),
    loss=keras.losses.SparseCategoricalCrossentropy(),
    metrics=["accuracy"],
)
model.fit(x_train, y_train[:2500], validation_data=(x_test, y_test[:600]), epochs=4, batch_size=32, verbose=2)
