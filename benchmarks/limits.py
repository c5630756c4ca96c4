"""What this machine can do at most, and how near the engine's steps come to it, measured in turn as JSON.

    python benchmarks/limits.py [--rounds 7] [--networks softmax mlp mlp2]

`sgemm` is the speed of the network's own matrix products alone, forward and backward, at the batch's shapes; `traffic`
the seconds an optimiser's update of the same number of weights takes alone. Their sum is the least that a step can take
in this runtime; `reached` is that sum by the step's seconds. All are taken in every round and medians given, so that a
busy machine disturbs all alike; `cpu` is the processor time by the number of cores, which it disturbs less than `wall`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Mapping

os.environ.setdefault("KERAS_BACKEND", "jax")

import jax
import jax.numpy as jnp
import keras
import numpy as np

Run = Callable[[], object]
STEPS = 50


def measure(runs: Mapping[str, Run], rounds: int) -> dict[str, dict[str, float]]:
    """Medians of the seconds and of the processor's seconds a core of each run, taken in turn after a first round."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for turn in range(rounds + 1):
        for name, run in runs.items():
            wall, cpu = time.perf_counter(), time.process_time()
            jax.block_until_ready(run())
            passed = time.perf_counter() - wall, (time.process_time() - cpu) / (os.cpu_count() or 1)
            if turn:
                times[name].append(passed)
    return {
        name: dict(zip(("wall", "cpu"), map(statistics.median, zip(*values, strict=True)), strict=True))
        for name, values in times.items()
    }


def sgemm(size: int = 1500) -> tuple[Run, float]:
    """A large float32 matrix product, and its GFLOP."""
    a = jnp.ones((size, size))
    product = jax.jit(lambda a, b: a @ b)
    return lambda: product(a, a), 2 * size**3 / 1e9


def products(layers: list[tuple[int, int]], batch: int) -> tuple[Run, float]:
    """The matrix products of `STEPS` steps of dense layers (inputs, outputs), and their GFLOP.

    Forward, the kernel's gradient, and the input's gradient but for the first layer.
    """
    rng = np.random.default_rng(0)
    arrays = [
        [jnp.asarray(rng.normal(size=shape), "float32") for shape in ((batch, m), (m, n), (batch, n))]
        for m, n in layers
    ]

    def step(_: jax.Array, arrays: list[list[jax.Array]]) -> list[list[jax.Array]]:
        # Each result takes an operand's place, or XLA would take the products out of the loop.
        done = []
        for number, (x, kernel, dy) in enumerate(arrays):
            y = x @ kernel
            dkernel = x.T @ dy
            dx = dy @ kernel.T if number else x
            done.append([dx, dkernel, y])
        return done

    loop = jax.jit(lambda arrays: jax.lax.fori_loop(0, STEPS, step, arrays))
    flops = sum((3 if number else 2) * 2 * batch * m * n for number, (m, n) in enumerate(layers)) * STEPS
    return lambda: loop(arrays), flops / 1e9


def optimizer_traffic(optimizer: keras.Optimizer, shapes: list[tuple[int, ...]]) -> Run:
    """`STEPS` updates of weights of these shapes by constant gradients."""
    variables = [keras.Variable(np.ones(shape, "float32")) for shape in shapes]
    optimizer.build(variables)
    state = [v.value for v in optimizer.variables], [v.value for v in variables]
    gradients = [jnp.ones(shape, "float32") * 1e-3 for shape in shapes]

    def step(_: jax.Array, state: tuple[list[jax.Array], list[jax.Array]]) -> tuple[list[jax.Array], list[jax.Array]]:
        own, weights = state
        weights, own = optimizer.stateless_apply(own, gradients, weights)
        return own, weights

    loop = jax.jit(lambda state: jax.lax.fori_loop(0, STEPS, step, state))
    return lambda: loop(state)


def steps(name: str) -> tuple[Run, keras.Model, int]:
    """`STEPS` of the engine's training steps of a network of the ladder, its model, and its batch size."""
    from unstuck.engine.arrays import Batches
    from unstuck.engine.program import build, program_of, state_of
    from unstuck.engine.samples import Resident
    from unstuck.engine.train import NO_RESCALE
    from unstuck.networks import network

    rung = network(name)
    model = rung.build((28, 28), 10)
    rng = np.random.default_rng(0)
    samples = STEPS * rung.batch_size
    images = jnp.asarray(rng.integers(0, 256, (samples, 28, 28)), "uint8")
    labels = jnp.asarray(rng.integers(0, 10, samples), "int32")
    build(model, Batches(Resident((images, labels)), rung.batch_size, True))
    program, state = program_of(model), state_of(model)
    record = program.empty_record(STEPS)
    order = jnp.asarray(rng.permutation(samples).reshape(STEPS, -1), "int32")
    run = lambda: program.train_steps(state, record, (images, labels), order, 0, STEPS, NO_RESCALE)  # noqa: E731
    return run, model, rung.batch_size


def limits(name: str, rounds: int) -> dict[str, object]:
    """The seconds of a step of a dense network of the ladder beside the least they can be."""
    run, model, batch = steps(name)
    kernels = [tuple(v.shape) for v in model.trainable_variables if len(v.shape) == 2]
    multiply, gflop = products(kernels, batch)
    fresh = type(model.optimizer).from_config(model.optimizer.get_config())
    update = optimizer_traffic(fresh, [tuple(v.shape) for v in model.trainable_variables])
    square, square_gflop = sgemm()
    found = measure({"step": run, "products": multiply, "update": update, "sgemm": square}, rounds)
    least = {clock: found["products"][clock] + found["update"][clock] for clock in ("wall", "cpu")}
    return {
        "network": name,
        "batch": batch,
        "sgemm_gflops": {clock: round(square_gflop / s) for clock, s in found["sgemm"].items()},
        "products_gflops": {clock: round(gflop / s) for clock, s in found["products"].items()},
        **{
            f"{part}_ms": {clock: round(s / STEPS * 1e3, 3) for clock, s in found[part].items()}
            for part in ("products", "update", "step")
        },
        "reached": {clock: round(least[clock] / found["step"][clock], 3) for clock in least},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--networks", nargs="+", default=["softmax", "mlp", "mlp2"])
    arguments = parser.parse_args()
    for name in arguments.networks:
        print(json.dumps(limits(name, arguments.rounds)), flush=True)


if __name__ == "__main__":
    main()
