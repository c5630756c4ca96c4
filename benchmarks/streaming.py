"""What it costs to train on samples that do not fit in the memory, beside the same training with all of them in it.

    python benchmarks/streaming.py              # two minutes on 2 cores

Both read one memory-mapped file, which the system keeps in its page cache; the streamed training may hold a quarter of
it. The two take turns, epoch by epoch; the ratio is that of an epoch's seconds, streamed to resident.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np

from unstuck.engine import FitCall, train
from unstuck.engine.memory import VARIABLE
from unstuck.networks import network

PAIRS = 5
BATCH = 128
# name → network, images, shape of one
CASES = {
    "softmax on digits": ("softmax", 60_000, (28, 28)),
    "mlp on digits": ("mlp", 60_000, (28, 28)),
    "softmax on photos": ("softmax", 20_000, (64, 64, 3)),
    "mlp on photos": ("mlp", 20_000, (64, 64, 3)),
}


def epochs(name: str, x: np.ndarray, budget: int) -> Iterator[float]:
    """The seconds of each epoch."""
    os.environ[VARIABLE] = str(budget)
    keras.utils.set_random_seed(0)
    call = FitCall(x, np.arange(len(x)) % 10, batch_size=BATCH, epochs=1 + PAIRS)
    for epoch in train(network(name).build(x.shape[1:], 10), call):
        yield epoch.seconds


def main() -> None:
    chosen = sys.argv[1:] or list(CASES)
    for case in chosen:
        name, images, shape = CASES[case]
        with tempfile.TemporaryDirectory() as folder:
            np.save(Path(folder) / "x.npy", np.random.default_rng(0).integers(0, 256, (images, *shape), "uint8"))
            x = np.load(Path(folder) / "x.npy", mmap_mode="r")
            resident, streamed = epochs(name, x, 100 * x.nbytes), epochs(name, x, x.nbytes // 4)
            next(resident), next(streamed)  # compile
            pairs = [(next(resident), next(streamed)) for _ in range(PAIRS)]
        for one, other in pairs:
            print(f"  {case}: resident {one:.3f} s, streamed {other:.3f} s, ratio {other / one:.2f}")
        print(f"{case}: median ratio {median(other / one for one, other in pairs):.2f}", flush=True)


if __name__ == "__main__":
    main()
