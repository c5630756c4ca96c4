"""The networks by name, and a user's own by `file.py:function`."""

from __future__ import annotations

import difflib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jax
import keras
import numpy as np

from unstuck.errors import UnstuckError
from unstuck.networks import by_hand, ladder, mark1
from unstuck.networks.augment import shifted


@dataclass(frozen=True)
class Network:
    """A network and how it is usually trained.

    Args:
        build: (shape of one input, classes) → compiled model.
        yes_or_no: whether it answers a question of two classes only.
        rate: steps of the whole training → the learning rate's schedule; None for the rate it is compiled with.
        augment: changes the training images before each epoch.
        epoch: an epoch in plain NumPy, (weights, x, y, batch size) → weights, for networks that are trained by hand;
            None for those that the engine trains.
    """

    name: str
    build: Callable[[tuple[int, ...], int], keras.Model]
    batch_size: int
    epochs: int
    yes_or_no: bool = False
    rate: Callable[[int], keras.optimizers.schedules.LearningRateSchedule] | None = None
    augment: Callable[[jax.Array], jax.Array] | None = None
    epoch: Callable[[list[np.ndarray], np.ndarray, np.ndarray, int], list[np.ndarray]] | None = None

    def model(self, input_shape: tuple[int, ...], classes: int, steps: int) -> keras.Model:
        """The network compiled for a training of so many steps."""
        model = self.build(input_shape, classes)
        if self.rate is not None:
            model.optimizer.learning_rate = self.rate(steps)
        return model


LADDER: tuple[Network, ...] = (
    Network("mark1", mark1.network, batch_size=32, epochs=15, yes_or_no=True, epoch=mark1.epoch),
    Network("perceptron", ladder.perceptron, batch_size=32, epochs=10, yes_or_no=True),
    Network("perceptron-sigmoid", ladder.perceptron_sigmoid, batch_size=32, epochs=10, yes_or_no=True),
    Network("softmax", ladder.softmax, batch_size=128, epochs=20),
    Network("by-hand", by_hand.network, batch_size=32, epochs=10, epoch=by_hand.epoch),
    Network("mlp", ladder.mlp, batch_size=128, epochs=20),
    Network("mlp2", ladder.mlp2, batch_size=128, epochs=20),
    Network("cnn", ladder.cnn, batch_size=128, epochs=12),
    Network("best", ladder.best, batch_size=128, epochs=10, rate=ladder.one_cycle, augment=shifted),
)


def network(name: str) -> Network:
    """A network of the ladder by its name, or `file.py:function`, where the function is like those of the ladder.

    Raises:
        UnstuckError: there is no such network.
    """
    known = {rung.name: rung for rung in LADDER}
    name = name.strip()
    if name.replace("_", "-") in known:
        return known[name.replace("_", "-")]
    if ".py:" in name:
        path, _, function = name.rpartition(":")
        return Network(name, _own(Path(path), function), batch_size=32, epochs=10)
    close = difflib.get_close_matches(name, known, n=1)
    raise UnstuckError(
        f"A network is one of {', '.join(known)}, or file.py:function.",
        f"network={name!r}",
        f"Did you mean {close[0]!r}?" if close else "Choose one of them.",
    )


def _own(path: Path, function: str) -> Callable[[tuple[int, ...], int], keras.Model]:
    if not path.is_file():
        raise UnstuckError(
            "file.py:function names an existing Python file.", f"{path}: no such file", "Check the path."
        )
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None  # a file that ends in .py always has a spec
    assert spec.loader is not None  # and a loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    build = getattr(module, function, None)
    if not callable(build):
        raise UnstuckError(
            f"{path} has to define {function}(input_shape, classes).",
            f"no function {function!r}",
            "Write one like those in unstuck/networks/ladder.py.",
        )
    return build
