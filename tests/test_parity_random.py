"""Random networks and settings: scanned, they give what Keras' own `fit` gives."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import keras
from hypothesis import given, settings
from hypothesis import strategies as st

from parity import CROSS, ONE_HOT, WEIGHT, L, Y, assert_parity, stack

HIDDEN = {
    "dense": lambda: L.Dense(4, "tanh"),
    "penalised": lambda: L.Dense(5, "relu", kernel_regularizer="l2"),
    "batch norm": lambda: L.BatchNormalization(),
    "dropout": lambda: L.Dropout(0.3),
    "noise": lambda: L.GaussianNoise(0.2),
    "layer norm": lambda: L.LayerNormalization(),
}
FRONTS = {
    "flat": lambda: [L.Flatten()],
    "convolution": lambda: [L.Reshape((6, 6, 1)), L.Conv2D(2, 3, activation="relu"), L.MaxPooling2D(), L.Flatten()],
    "recurrent": lambda: [L.GRU(3)],
}
HEADS = {  # units, activation, loss, labels
    "classes": (3, "softmax", CROSS, Y),
    "one hot": (3, "softmax", "categorical_crossentropy", ONE_HOT),
    "yes or no": (1, "sigmoid", "binary_crossentropy", Y == 1),
    "hinge": (1, "tanh", "hinge", Y == 1),
    "amounts": (1, None, "mse", Y / 2),
    "robust amounts": (1, None, "huber", Y / 2),
}
OPTIMIZERS = {
    "sgd": lambda: keras.optimizers.SGD(0.02, momentum=0.9),
    "adam": lambda: keras.optimizers.Adam(0.01, clipnorm=1.0),
    "averaged": lambda: keras.optimizers.RMSprop(0.002, use_ema=True, ema_overwrite_frequency=2),
    "scheduled": lambda: keras.optimizers.AdamW(keras.optimizers.schedules.CosineDecay(0.01, 4)),
}


@settings(max_examples=15, deadline=None)
@given(
    front=st.sampled_from(sorted(FRONTS)),
    hidden=st.lists(st.sampled_from(sorted(HIDDEN)), max_size=3),
    head=st.sampled_from(sorted(HEADS)),
    optimizer=st.sampled_from(sorted(OPTIMIZERS)),
    arguments=st.fixed_dictionaries(
        {
            "batch_size": st.sampled_from([7, 16, 32, 100]),
            "shuffle": st.sampled_from([True, False, "batch"]),
            "validation_split": st.sampled_from([0.0, 0.25]),
        },
        optional={"sample_weight": st.just(WEIGHT), "validation_freq": st.just(2), "initial_epoch": st.just(1)},
    ),
)
def test_random_network(front, hidden, head, optimizer, arguments):
    units, activation, loss, labels = HEADS[head]
    if "batch norm" in hidden:  # a bias before it has no gradient but rounding, of which Adam makes whole steps
        optimizer = "sgd"

    def make():
        layers = [*FRONTS[front](), *[HIDDEN[name]() for name in hidden], L.Dense(units, activation)]
        return stack(L.Rescaling(1 / 255), *layers, loss=loss, optimizer=OPTIMIZERS[optimizer]())

    # Rounding grows with the steps: Adam divides by small numbers.
    assert_parity(make, arguments | {"y": labels, "epochs": 2}, rtol=1e-4, atol=1e-5)
