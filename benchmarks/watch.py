"""What `unstuck.Watch` costs: Keras' own fit with and without it, in interleaved pairs.

    python benchmarks/watch.py

Prints the seconds of each pair and the medians of the ratios; those of processor seconds hold on a busy machine too.
"""

from __future__ import annotations

import os

os.environ["KERAS_BACKEND"] = "jax"

import time
from statistics import median

import keras
from keras import layers

import unstuck
from unstuck.data import load

PAIRS, EPOCHS = 15, 3


def main() -> None:
    data = load("mnist")
    x, y = data.x_train[:20_000].reshape(-1, 784) / 255.0, data.y_train[:20_000]
    model = keras.Sequential([keras.Input((784,)), layers.Dense(256, "relu"), layers.Dense(10, "softmax")])
    model.compile("adam", "sparse_categorical_crossentropy")
    x = x.astype("float32")

    def fit(callbacks: list[keras.callbacks.Callback]) -> tuple[float, float]:
        began = time.perf_counter(), time.process_time()
        model.fit(x, y, epochs=EPOCHS, batch_size=128, verbose=0, callbacks=callbacks)
        return time.perf_counter() - began[0], time.process_time() - began[1]

    watch = unstuck.Watch(x[:1000], y[:1000], say=lambda sentence: None)
    fit([watch])  # compiles
    pairs = [(fit([]), fit([watch])) for _ in range(PAIRS)]
    for (without, _), (with_it, _) in pairs:
        print(f"without {without:.3f} s, with {with_it:.3f} s, ratio {with_it / without:.3f}")
    for what, place in (("wall", 0), ("processor", 1)):
        ratio = median(with_it[place] / without[place] for without, with_it in pairs)
        print(f"median ratio of {what} seconds {ratio:.4f}")


if __name__ == "__main__":
    main()
