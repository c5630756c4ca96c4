# verdict: fault
# about: keras forum: own similarity loss, returned as it is (old cosine_proximity was negative), so training pushes vectors apart
# score: 0.0000 0.0000 0.0000 -> 0.9535 0.9537 0.9536
# fault: loss
# held_out: true
# line: 30
# fix 30:     return 1.0 - cosine(y_true, y_pred)

import keras
import numpy as np
from keras import layers, ops

rng = np.random.default_rng(2)
DIM_WORD, DIM_OTHER, N = 40, 16, 4000
hidden = rng.normal(size=(N, 10))
english = np.tanh(hidden @ rng.normal(size=(10, DIM_WORD)) * 0.5) + rng.normal(0, 0.1, (N, DIM_WORD))
french = hidden @ rng.normal(size=(10, DIM_OTHER)) + rng.normal(0, 0.2, (N, DIM_OTHER))
french /= np.linalg.norm(french, axis=1, keepdims=True)


def cosine(y_true, y_pred):
    """Cosine of the angle between the two word vectors."""
    y_true = ops.cast(y_true, "float32")
    a = y_true / (ops.norm(y_true, axis=-1, keepdims=True) + 1e-7)
    b = y_pred / (ops.norm(y_pred, axis=-1, keepdims=True) + 1e-7)
    return ops.sum(a * b, axis=-1)


def cosine_loss(y_true, y_pred):
    return cosine(y_true, y_pred)


translator = keras.Sequential(
    [
        layers.Input(shape=(DIM_WORD,)),
        layers.Dense(64, activation="relu"),
        layers.Dense(DIM_OTHER),
        layers.UnitNormalization(),
    ]
)
translator.compile(optimizer="rmsprop", loss=cosine_loss, metrics=[cosine])
translator.fit(english, french, batch_size=64, epochs=15, validation_split=0.2, verbose=2)
