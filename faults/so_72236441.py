# verdict: fault
# about: StackOverflow 72236441: siamese network on pairs of encoded vectors; signed difference into one sigmoid
# score: 0.5288 0.4938 0.5238 -> 0.8662 0.8462 0.8462
# fault: architecture
# held_out: false
# line: 46
# fix 46: gap = keras.ops.absolute(left_code - right_code)

"""Do two encoded signatures belong to the same customer?"""

import keras
import numpy as np
from keras import layers

WIDTH = 60
rng = np.random.default_rng(17)
customers = rng.normal(size=(150, WIDTH))


def signature(ids):
    return customers[ids] + rng.normal(scale=0.5, size=(len(ids), WIDTH))


def make_pairs(n):
    same = rng.integers(0, 2, size=n)
    first = rng.integers(0, len(customers), size=n)
    other = (first + rng.integers(1, len(customers), size=n)) % len(customers)
    second = np.where(same == 1, first, other)
    return [signature(first), signature(second)], same.astype("float32")


train_pairs, train_same = make_pairs(3500)
val_pairs, val_same = make_pairs(800)

encoder = keras.Sequential(
    [
        keras.Input((WIDTH,)),
        layers.Dense(48, activation="relu"),
        layers.Dense(24),
    ],
    name="encoder",
)

left, right = keras.Input((WIDTH,)), keras.Input((WIDTH,))
left_code, right_code = encoder(left), encoder(right)
gap = layers.Subtract()([left_code, right_code])
verdict = layers.Dense(1, activation="sigmoid")(gap)

siamese = keras.Model([left, right], verdict)
siamese.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
siamese.fit(train_pairs, train_same, validation_data=(val_pairs, val_same), epochs=12, batch_size=32, verbose=2)
