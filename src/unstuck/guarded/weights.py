"""The weights of a model file as plain arrays: no links out of the file, no data outside it, none that is not there."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from unstuck.guarded.archive import refused

BFLOAT16 = np.dtype("V2")  # HDF5 has no such type: Keras writes two bytes


def read_weights(content: bytes, name: str) -> dict[str, np.ndarray]:
    """Each dataset of an HDF5 file by its path in it.

    Args:
        name: of the model file, for messages.

    Raises:
        UnstuckError: see above, or the file is damaged.
    """
    import h5py

    found, left = {}, len(content)
    try:
        with h5py.File(io.BytesIO(content)) as file:
            for group, key in _links(file):
                if not isinstance(group.get(key, getlink=True), h5py.HardLink):
                    raise refused(name, f"a link in its weights, {key!r}")
                item = group[key]
                if not isinstance(item, h5py.Dataset):
                    continue
                left -= item.nbytes  # Keras does not compress weights
                if item.external or item.is_virtual or left < 0:
                    raise refused(name, f"weights that are not in the file, {item.name!r}")
                if not is_number(item.dtype):
                    raise refused(name, f"weights that are no numbers, {item.name!r}")
                found[item.name] = np.asarray(item[()])
    except (OSError, RuntimeError, KeyError, ValueError, TypeError) as error:
        raise refused(name, f"damaged weights ({error})") from error
    return found


def is_number(dtype: np.dtype) -> bool:
    """Whether weights may be of this type."""
    return (dtype.kind in "biuf" and dtype.itemsize <= 8) or dtype == BFLOAT16


def write_weights(file: Path, arrays: Iterable[tuple[str, np.ndarray]]) -> None:
    """An HDF5 file as Keras reads it, with nothing in it but these arrays."""
    import h5py

    with h5py.File(file, "w") as h5:
        for path, array in arrays:
            dataset = h5.create_dataset(path, data=array)
            if array.dtype == BFLOAT16:
                dataset.attrs["dtype"] = "bfloat16"


def _links(file: Any) -> Iterator[tuple[Any, str]]:
    """Every name in every group; a group that is linked twice is entered once."""
    import h5py

    groups, seen = [file], set()
    while groups:
        group = groups.pop()
        for name in group:
            yield group, name
            item = group[name]
            address = h5py.h5o.get_info(item.id).addr
            if isinstance(item, h5py.Group) and address not in seen:
                seen.add(address)
                groups.append(item)
