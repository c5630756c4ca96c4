"""What the engine's probes cost: seconds of an epoch with them over seconds without.

Run: ``python benchmarks/probes.py [every]``. Pairs of epochs are timed in turn and the medians of their ratios are
printed, so that a busy machine disturbs both alike; processor seconds are disturbed less than seconds on the clock.
"""

import os
import statistics
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "jax")

import jax
import keras
import numpy as np

from unstuck.engine import Probes
from unstuck.engine.arrays import Batches
from unstuck.engine.program import Program, build, state_of
from unstuck.engine.samples import Resident
from unstuck.engine.train import NO_RESCALE

PAIRS, IMAGES = 9, 6000
L = keras.layers
NETWORKS = {
    "perceptron, batch 32": (32, lambda: [L.Flatten(), L.Dense(10, "softmax")]),
    "mlp 512, batch 128": (128, lambda: [L.Flatten(), L.Dense(512, "relu"), L.Dense(10, "softmax")]),
    "convnet, batch 128": (
        128,
        lambda: [
            *(L.Reshape((28, 28, 1)), L.Conv2D(32, 3, activation="relu"), L.MaxPooling2D()),
            *(L.Conv2D(64, 3, activation="relu"), L.MaxPooling2D(), L.Flatten(), L.Dense(10, "softmax")),
        ],
    ),
}


def epoch_of(program, state, batches):
    order = jax.numpy.asarray(batches.order()[0])
    arguments = state, program.empty_record(len(order)), batches.samples.arrays, order, 0, len(order), NO_RESCALE
    began = time.perf_counter()
    program.train_steps.lower(*arguments).compile()
    compiled = time.perf_counter() - began

    def epoch():
        began = time.perf_counter(), time.process_time()
        jax.block_until_ready(program.train_steps(*arguments))
        return time.perf_counter() - began[0], time.process_time() - began[1]

    epoch()
    return epoch, compiled


def main():
    every = int(sys.argv[1]) if len(sys.argv) > 1 else Probes().every
    rng = np.random.default_rng(0)
    x = jax.numpy.asarray(rng.random((IMAGES, 28, 28), "float32"))
    y = jax.numpy.asarray(rng.integers(0, 10, IMAGES))
    print(f"every {every} steps; on / off: seconds, processor seconds, compiling")
    for name, (batch_size, layers) in NETWORKS.items():
        model = keras.Sequential([L.Input((28, 28)), *layers()])
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        batches = Batches(Resident((x, y)), batch_size, True)
        build(model, batches)
        off, on = (epoch_of(Program(model, probes=p), state_of(model), batches) for p in (None, Probes(every)))
        pairs = [(off[0](), on[0]()) for _ in range(PAIRS)]
        ratios = [statistics.median(b[i] / a[i] for a, b in pairs) for i in (0, 1)]
        print(f"{name}: {ratios[0]:.3f}, {ratios[1]:.3f}, {on[1] / off[1]:.1f} ({on[1]:.1f} s)", flush=True)


if __name__ == "__main__":
    main()
