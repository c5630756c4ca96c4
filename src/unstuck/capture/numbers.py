"""What people give to `fit` as arrays of numbers: tables, sparse matrices, lists, arrays of objects."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import jax
import numpy as np

from unstuck.errors import UnstuckError

_MOST_INPUTS = 32  # arrays in a list that are inputs of the network; more are samples


def arrays_of(name: str, value: Any, notes: list[str]) -> Any:
    """Tables, lists of numbers and tensors as NumPy arrays; lists and dicts of arrays stay as they are.

    Args:
        name: what the value is, in messages.
        notes: gets a line on what Keras itself would not take.

    Raises:
        UnstuckError: samples of unequal length, text, dates, or other objects.
    """
    if isinstance(value, Mapping):
        return {key: arrays_of(f"{name}[{key!r}]", part, notes) for key, part in value.items()}
    several = isinstance(value, list | tuple) and 0 < len(value) <= _MOST_INPUTS
    if several and all(getattr(part, "shape", ()) for part in value):
        return [arrays_of(f"{name}[{place}]", part, notes) for place, part in enumerate(value)]
    if value is None or (isinstance(value, np.ndarray | jax.Array) and value.dtype.kind in "biufc"):
        return value
    return _numbers(name, value, notes)


def _numbers(name: str, value: Any, notes: list[str]) -> np.ndarray:
    try:
        array = _as_numpy(value)
    except ValueError:
        raise _ragged(name, value) from None
    if array.dtype.kind in "biufc" and hasattr(value, "shape"):
        return array
    if array.dtype.kind not in "biufc":
        array = _cast(name, array, [str(column) for column in getattr(value, "columns", ())])
    if not hasattr(value, "columns"):
        kind = "an array of objects" if hasattr(value, "shape") else f"a {type(value).__name__}"
        notes.append(f"{name} is {kind}, which Keras itself does not take: np.array({name}, dtype='float32').")
    return array


def _as_numpy(value: Any) -> np.ndarray:
    for method in ("to_numpy", "toarray"):  # of tables; of sparse matrices
        if hasattr(value, method):
            return np.asarray(getattr(value, method)())
    return np.asarray(value)


def _cast(name: str, array: np.ndarray, columns: list[str]) -> np.ndarray:
    with suppress(ValueError, TypeError):
        return np.asarray(array.tolist(), "float32")
    if any(hasattr(part, "__len__") and not isinstance(part, str | bytes) for part in array.reshape(-1)[:1]):
        raise _ragged(name, array)
    wrong = [column for column, part in zip(columns, array.T, strict=False) if not _is_numeric(part)]
    where = f" in {', '.join(wrong[:10])}" if wrong else ""
    raise UnstuckError(
        f"{name} holds numbers.",
        f"other things{where}, for example {_example(array)}",
        "Number the classes (keras.layers.StringLookup, pandas.get_dummies) and leave names and dates out.",
    )


def _is_numeric(column: np.ndarray) -> bool:
    try:
        column.astype("float64")
    except (ValueError, TypeError):
        return False
    return True


def _example(array: np.ndarray) -> str:
    flat = array.reshape(-1).tolist()
    return repr(next((item for item in flat if not isinstance(item, int | float)), flat[0]))[:60]


def _ragged(name: str, value: Any) -> UnstuckError:
    lengths = sorted({len(part) for part in value if hasattr(part, "__len__")})
    found = f"{len(value):,} samples of {lengths[0]} to {lengths[-1]} numbers" if lengths else "samples of many kinds"
    return UnstuckError(
        f"All samples of {name} have one shape.",
        found,
        "Pad them: keras.utils.pad_sequences(x); images: bring them to one size.",
    )
