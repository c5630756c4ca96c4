"""The arrays of a fit, and which of its inputs and outputs is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np


@dataclass(frozen=True, eq=False)
class Data:
    """The arrays of a captured fit, on the device in the dtype they came in.

    Inputs and labels are one array each, or lists or dicts of arrays, all with one leading axis of samples; the
    validation arrays are the training arrays when the user gave none.

    Args:
        sample_weight: None, or weights as Keras packs them.
        input: the place of the input that the checks look at and that a recipe may rescale, in `jax.tree.leaves`.
        output: the place of the output whose labels are looked at.
        positions: how many axes of those labels, after that of the samples, count positions (time steps, rows and
            columns of an image): each position asks a question of its own.
    """

    inputs: Any
    labels: Any
    validation_inputs: Any
    validation_labels: Any
    sample_weight: Any = None
    has_validation: bool = True
    input: int = 0
    output: int = 0
    positions: int = 0

    @property
    def x(self) -> jax.Array:
        """The input that is looked at, (n, …)."""
        return jax.tree.leaves(self.inputs)[self.input]

    @property
    def y(self) -> jax.Array:
        """The labels that are looked at, (n,), (n, k) or (n, positions…, k)."""
        return jax.tree.leaves(self.labels)[self.output]

    @property
    def x_validation(self) -> jax.Array:
        """The validation samples of that input."""
        return jax.tree.leaves(self.validation_inputs)[self.input]

    @property
    def y_validation(self) -> jax.Array:
        """The validation samples of those labels."""
        return jax.tree.leaves(self.validation_labels)[self.output]

    @property
    def is_one_output(self) -> bool:
        """Whether there is one array of labels, with one question a sample."""
        return len(jax.tree.leaves(self.labels)) == 1 and not self.positions

    def questions(self, y: Any) -> np.ndarray:
        """Labels with each position as a sample of its own: (n, t, k) becomes (n·t, k)."""
        y = np.asarray(y)
        return y.reshape(-1, *y.shape[self.positions + 1 :]) if self.positions else y

    def answers(self, outputs: Any) -> np.ndarray:
        """A network's outputs as float32 of shape (questions, units)."""
        array = np.asarray(jax.tree.leaves(outputs)[self.output], "float32")
        return array.reshape(-1, array.shape[-1]) if self.positions else array.reshape(len(array), -1)


def with_leaf(tree: Any, place: int, leaf: Any) -> Any:
    """A tree of arrays with another array at one place."""
    leaves, structure = jax.tree.flatten(tree)
    return jax.tree.unflatten(structure, [leaf if i == place else other for i, other in enumerate(leaves)])


def positions_of(output: tuple[int | None, ...], label: tuple[int, ...]) -> int:
    """How many axes of a label are positions, given the shapes of one answer and one label.

    >>> positions_of((20, 5), (20,)), positions_of((28, 28, 1), (28, 28, 1)), positions_of((10,), (10,))
    (1, 2, 0)
    """
    axes = len(output) - 1
    if axes < 1 or len(label) not in (axes, axes + 1):
        return 0
    fits = all(a in (None, b) for a, b in zip(output[:axes], label[:axes], strict=True))
    return axes if fits else 0


def in_order(labels: Any, names: list[str] | None, outputs: Any) -> Any:
    """Labels given by the names of the outputs in the order of the outputs, where those are a list."""
    if isinstance(labels, Mapping) and names and not isinstance(outputs, Mapping):
        return [labels[name] for name in names if name in labels]
    return labels
