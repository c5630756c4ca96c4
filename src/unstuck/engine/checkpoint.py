"""Everything that the next epochs depend on, as arrays: what is kept of a training to go on with the same numbers."""

from __future__ import annotations

from collections.abc import Mapping

import keras
import numpy as np

from unstuck.engine.program import State, state_of, write_back
from unstuck.errors import UnstuckError

_GROUPS = ("trainable", "non_trainable", "optimizer", "metrics")


def capture_state(model: keras.Model) -> dict[str, np.ndarray]:
    """The values of all variables of a built model (weights, statistics, seeds, optimiser) and NumPy's generator.

    The arrays are JAX' own, which never change: taking them costs nothing until somebody writes them down.
    """
    arrays = {
        f"{group}/{place}": value
        for group, values in zip(_GROUPS, state_of(model), strict=True)
        for place, value in enumerate(values)
    }
    _, keys, position, has_gauss, gauss = np.random.get_state()
    return arrays | {"numpy/keys": keys, "numpy/rest": np.array([position, has_gauss, gauss], "float64")}


def restore_state(model: keras.Model, arrays: Mapping[str, np.ndarray]) -> None:
    """Puts a model and NumPy's generator back to where `capture_state` found them.

    Raises:
        UnstuckError: the arrays come from another network or another optimiser; nothing has been changed.
    """
    now = state_of(model)
    wanted = {
        f"{group}/{place}": (value.shape, value.dtype)
        for group, values in zip(_GROUPS, now, strict=True)
        for place, value in enumerate(values)
    }
    found = {name: (a.shape, a.dtype) for name, a in arrays.items() if not name.startswith("numpy/")}
    if wanted != found:
        differing = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
        raise UnstuckError(
            "A training goes on with the network and the optimiser that it began with.",
            f"{len(differing)} of {len(wanted)} variables differ from the checkpoint's",
            "Restore the network's source as it was, or begin a new training.",
        )
    state: State = tuple(
        [arrays[f"{group}/{place}"] for place in range(len(values))] for group, values in zip(_GROUPS, now, strict=True)
    )  # type: ignore[assignment]
    write_back(model, state)
    position, has_gauss, gauss = arrays["numpy/rest"]
    np.random.set_state(("MT19937", arrays["numpy/keys"], int(position), int(has_gauss), float(gauss)))
