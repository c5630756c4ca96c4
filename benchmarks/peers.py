"""One peer of benchmarks/training.py, in an environment of its own: trains on request and says how long an epoch took.

    python benchmarks/peers.py PEER DATA.npz

A request is a line of JSON on standard input with a `network`, a number of `samples`, a `batch` size and a `width`; the
answer a line with the `seconds` of one epoch and the `processor_seconds` of all its threads. Each request trains two
epochs and the second counts, so that neither compiling nor handing the data over does. The peer `sgemm` answers with
those of a large matrix product instead.
"""

import itertools
import json
import os
import sys
import time
from collections.abc import Callable

import numpy as np

KERAS = {"keras-jax": "jax", "keras-tensorflow": "tensorflow", "keras-torch": "torch", "unstuck": "jax"}
BLOCKS = ((16, 1), (32, 2), (64, 2))  # of the small residual network: filters and strides
SQUARE = 1500  # rows and columns of the product that sgemm measures


def keras_model(network: str, width: int):
    """The networks of the table, compiled as their users do."""
    import keras
    from keras import layers

    hidden = {"mlp": 1, "mlp2": 2}.get(network, 0)
    if network == "resnet":
        model = keras_resnet()
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        return model
    inside = {
        "perceptron": [layers.Flatten(), layers.Dense(1)],
        "convnet": [
            *(layers.Reshape((28, 28, 1)), layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D()),
            *(layers.Conv2D(64, 3, activation="relu"), layers.MaxPooling2D(), layers.Flatten(), layers.Dropout(0.5)),
            layers.Dense(10, activation="softmax"),
        ],
    }
    dense = [layer for _ in range(hidden) for layer in (layers.Dense(width, activation="relu"), layers.Dropout(0.2))]
    parts = inside.get(network, [layers.Flatten(), *dense, layers.Dense(10, activation="softmax")])
    model = keras.Sequential([keras.Input((28, 28)), *parts])
    loss = "mse" if network == "perceptron" else "sparse_categorical_crossentropy"
    model.compile("adam" if network in ("perceptron", "convnet") else "rmsprop", loss, metrics=["accuracy"])
    return model


def keras_resnet():
    """A stem and three residual blocks of 16, 32 and 64 filters with batch normalisation."""
    import keras
    from keras import layers

    def block(x, filters, strides):
        y = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
        y = layers.ReLU()(layers.BatchNormalization()(y))
        y = layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same", use_bias=False)(y))
        if strides > 1:
            x = layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=strides, use_bias=False)(x))
        return layers.ReLU()(layers.Add()([x, y]))

    images = keras.Input((28, 28))
    x = layers.Conv2D(16, 3, padding="same", use_bias=False)(layers.Reshape((28, 28, 1))(images))
    x = layers.ReLU()(layers.BatchNormalization()(x))
    for filters, strides in BLOCKS:
        x = block(x, filters, strides)
    return keras.Model(images, layers.Dense(10, activation="softmax")(layers.GlobalAveragePooling2D()(x)))


def torch_resnet():
    """The same in torch."""
    import torch
    from torch import nn

    class Block(nn.Module):
        def __init__(self, before: int, filters: int, strides: int) -> None:
            super().__init__()
            self.body = nn.Sequential(
                *(nn.Conv2d(before, filters, 3, strides, 1, bias=False), nn.BatchNorm2d(filters), nn.ReLU()),
                *(nn.Conv2d(filters, filters, 3, 1, 1, bias=False), nn.BatchNorm2d(filters)),
            )
            short = (nn.Conv2d(before, filters, 1, strides, bias=False), nn.BatchNorm2d(filters))
            self.short = nn.Sequential(*(short if strides > 1 else ()))

        def forward(self, x):
            return torch.relu(self.short(x) + self.body(x))

    widths = [16, *(filters for filters, _ in BLOCKS)]
    return nn.Sequential(
        *(nn.Unflatten(1, (1, 28)), nn.Conv2d(1, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()),
        *(Block(before, *block) for before, block in zip(widths, BLOCKS, strict=False)),
        *(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(widths[-1], 10)),
    )


def clocks() -> np.ndarray:
    """Now: the wall's seconds and the processors'."""
    return np.array([time.perf_counter(), time.process_time()])


def keras_epoch(peer: str) -> Callable:
    """(network, width, x, y, batch size) → clocks' difference over the second epoch of a fit."""
    os.environ["KERAS_BACKEND"] = KERAS[peer]
    import keras

    ends: list[np.ndarray] = []

    class Clock(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            ends.append(clocks())

    models: dict[tuple[str, int], keras.Model] = {}

    def epoch(network, width, x, y, batch):
        if (network, width) not in models:
            models[network, width] = keras_model(network, width)
        model = models[network, width]
        if peer == "unstuck":
            from unstuck.engine import FitCall, fit

            fit(model, FitCall(x, y, batch_size=batch, epochs=2, verbose=0, callbacks=[Clock()]))
        else:
            model.fit(x, y, batch_size=batch, epochs=2, verbose=0, callbacks=[Clock()])
        return ends[-1] - ends[-2]

    return epoch


def torch_epoch() -> Callable:
    """The same networks in a plain torch loop, as a tutorial writes it."""
    import torch
    from torch import nn

    def build(network: str, width: int) -> nn.Module:
        if network == "perceptron":
            return nn.Sequential(nn.Flatten(), nn.Linear(784, 1), nn.Flatten(0))
        if network == "resnet":
            return torch_resnet()
        if network == "convnet":
            return nn.Sequential(
                *(nn.Unflatten(1, (1, 28)), nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2)),
                *(nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.5)),
                nn.Linear(1600, 10),
            )
        sizes = [784, *[width] * {"mlp": 1, "mlp2": 2}.get(network, 0)]
        pairs = itertools.pairwise(sizes)
        hidden = [part for a, b in pairs for part in (nn.Linear(a, b), nn.ReLU(), nn.Dropout(0.2))]
        return nn.Sequential(nn.Flatten(), *hidden, nn.Linear(sizes[-1], 10))

    def epoch(network, width, x, y, batch):
        model = build(network, width).train()
        if network in ("perceptron", "convnet", "resnet"):
            optimizer = torch.optim.Adam(model.parameters())
        else:
            optimizer = torch.optim.RMSprop(model.parameters(), lr=0.001, alpha=0.9)
        loss_of = nn.MSELoss() if network == "perceptron" else nn.CrossEntropyLoss()
        x, y = torch.from_numpy(x), torch.from_numpy(y)
        for _ in range(2):
            began, right = clocks(), torch.zeros(())
            for rows in torch.randperm(len(x)).split(batch):
                optimizer.zero_grad()
                outputs = model(x[rows])
                loss = loss_of(outputs, y[rows])
                loss.backward()
                optimizer.step()
                answers = outputs.detach() > 0.5 if network == "perceptron" else outputs.detach().argmax(1)
                right += (answers == y[rows]).sum()
            right.item()
        return clocks() - began

    return epoch


def sgemm_epoch() -> Callable:
    """Seconds of one product of two float32 matrices, 2 × SQUARE³ operations: the median of five."""
    import jax
    import jax.numpy as jnp

    product = jax.jit(jnp.matmul)
    a = jnp.ones((SQUARE, SQUARE))
    product(a, a).block_until_ready()

    def epoch(*_):
        spent = []
        for _ in range(5):
            began = clocks()
            product(a, a).block_until_ready()
            spent.append(clocks() - began)
        return np.median(spent, axis=0)

    return epoch


def main(peer: str, data: str) -> None:
    answers, sys.stdout = sys.stdout, sys.stderr  # what a framework prints is no answer
    epoch = torch_epoch() if peer == "torch" else sgemm_epoch() if peer == "sgemm" else keras_epoch(peer)
    with np.load(data) as arrays:
        images, labels = arrays["x"], arrays["y"]
    for line in sys.stdin:
        request = json.loads(line)
        x, y = images[: request["samples"]], labels[: request["samples"]]
        if request["network"] == "perceptron":
            y = (y == 5).astype("float32")
        seconds, processor = epoch(request["network"], request["width"], x, y, request["batch"])
        print(json.dumps({"seconds": seconds, "processor_seconds": processor}), file=answers, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
