# verdict: crash
# source: SO-63279168
# fault: shape_broadcast
# held_out: true

import keras
from keras import layers

(x, y), _ = keras.datasets.mnist.load_data()
x, y = x[:500], keras.utils.to_categorical(y[:500], 10)

model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=8, epochs=1, verbose=0)
