"""Seconds an epoch of Keras' small convnet (60,000 images of 28x28, batch 128) on this machine, three ways.

Run: ``python benchmarks/convolution.py [steps]``. The ways are measured in turn, several rounds, and medians printed,
so that a busy machine disturbs all alike. ``sgemm`` is the speed of one large matrix product in the same rounds: the
work of an epoch, 855 GFLOP, divided by it is the least an epoch can take.
"""

import functools
import os
import statistics
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "jax")

import jax
import jax.numpy as jnp
import keras
import numpy as np

from unstuck.engine.convolution import fast_convolutions

BATCH, STEPS_PER_EPOCH, EPOCH_GFLOP, ROUNDS = 128, 469, 855, 7


def convnet() -> keras.Model:
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.optimizer.build(model.trainable_variables)
    return model


def train_step(model, rewrite, state, x, y):
    """`JAXTrainer.train_step` with the forward function rewritten."""
    trainable, rest, optimizer = state
    forward = rewrite(functools.partial(model.compute_loss_and_updates, training=True, optimizer_variables=optimizer))
    (loss, aux), gradients = jax.value_and_grad(forward, has_aux=True)(trainable, rest, [], x, y, None)
    trainable, optimizer = model.optimizer.stateless_apply(optimizer, gradients, trainable)
    return (trainable, aux[2], optimizer), loss


def scan(model, rewrite, steps):
    def epoch(state, images, labels, order):
        def step(state, rows):
            return train_step(model, rewrite, state, images[rows].astype("float32") / 255, labels[rows])

        return jax.lax.scan(step, state, order)

    rng = np.random.default_rng(0)
    images = jnp.asarray(rng.integers(0, 256, (6000, 28, 28, 1)).astype("uint8"))
    labels = jnp.asarray(rng.integers(0, 10, 6000).astype("int32"))
    order = jnp.asarray(rng.integers(0, 6000, (steps, BATCH)))
    arguments = (start(model), images, labels, order)
    compiled = jax.jit(epoch).lower(*arguments).compile()
    return lambda: jax.block_until_ready(compiled(*arguments)), steps


def keras_steps(model, steps):
    step = jax.jit(functools.partial(train_step, model, lambda fn: fn), donate_argnums=0)
    rng = np.random.default_rng(0)
    x, y = rng.random((BATCH, 28, 28, 1), "float32"), rng.integers(0, 10, BATCH).astype("int32")

    def run():
        state = jax.tree.map(jnp.copy, start(model))
        for _ in range(steps):
            state, loss = step(state, x, y)
        jax.block_until_ready((state, loss))

    return run, steps


def start(model):
    groups = model.trainable_variables, model.non_trainable_variables, model.optimizer.variables
    return tuple([jnp.asarray(variable.value) for variable in group] for group in groups)


def sgemm():
    a = jnp.ones((1500, 1500))
    product = jax.jit(lambda a, b: a @ b)
    return lambda: jax.block_until_ready(product(a, a)), 1


def main(steps: int) -> None:
    model = convnet()
    ways = {
        "sgemm": sgemm(),
        "scan, rewritten": scan(model, fast_convolutions, steps),
        "Keras' jitted step": keras_steps(model, max(2, steps // 6)),
        "scan, as it is": scan(model, lambda fn: fn, max(2, steps // 20)),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(ROUNDS + 1):
        for name, (run, count) in ways.items():
            begin = time.perf_counter()
            run()
            if turn:  # the first round warms up
                seconds[name].append((time.perf_counter() - begin) / count)
    middle = {name: statistics.median(values) for name, values in seconds.items()}
    gflops = 2 * 1500**3 / middle.pop("sgemm") / 1e9
    fastest = middle["scan, rewritten"]
    print(f"sgemm {gflops:.0f} GFLOP/s: at least {EPOCH_GFLOP / gflops:.1f} s an epoch, {steps} steps, {ROUNDS} rounds")
    print(f"{'':20s} {'ms a step':>10s} {'s an epoch':>11s} {'ratio':>6s}")
    for name, value in middle.items():
        print(f"{name:20s} {value * 1e3:10.1f} {value * STEPS_PER_EPOCH:11.1f} {value / fastest:6.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
