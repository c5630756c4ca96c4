"""Reads `.keras` files as what they are: files from strangers, whose config can name any function to be called.

Keras' own `safe_mode` has been got round again and again (15 CVEs in two and a half years). So nothing of the file is
built before its config has been read and every class in it is on a list; the weights are looked through for links out
of the file; and only what has been looked at is handed to Keras, in a file of our own making.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unstuck.errors import UnstuckError
from unstuck.runs import open_run
from unstuck.serve.allowed import is_allowed

CLASS_NAMES = "unstuck.json"  # our own member of the archive, which Keras does not look at
LARGEST = {"config.json": 20_000_000, "metadata.json": 100_000, "model.weights.h5": 2**31, CLASS_NAMES: 10_000_000}
# Weights hardly shrink when they are zipped; whole gigabytes of nothing do.
MOST_TIMES = 200
_DEEPEST = 100  # nested configs; a network in a network in a network is 30


@dataclass(frozen=True, eq=False)
class Classifier:
    """A trained model and the names of its classes.

    Args:
        model: a Keras model that takes pixels as they are in files, not compiled.
        class_names: of each output; their numbers where the file names none.
    """

    model: Any
    class_names: tuple[str, ...]

    @property
    def input_shape(self) -> tuple[int, ...]:
        """Of one image: (height, width) or (height, width, channels)."""
        return tuple(self.model.input_shape[1:])


def find_model(name: str) -> Path:
    """A `.keras` file as it is given, or the model that a run of this name (`latest`: the newest) has saved.

    Raises:
        UnstuckError: there is no such run.
    """
    path = Path(name)
    return path if path.exists() or path.suffix else open_run(name).path / "model.keras"


def write_class_names(path: Path, class_names: tuple[str, ...]) -> None:
    """Adds the names of the classes to a `.keras` file; Keras reads it as before."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(CLASS_NAMES, json.dumps({"class_names": class_names}))


def load_classifier(path: Path) -> Classifier:
    """A model from a `.keras` file that need not be trusted.

    Raises:
        UnstuckError: the file is not there, is none that Keras wrote, or names what is not on the list.
    """
    members = _members(path)
    config = _json(path, members["config.json"])
    _check_config(path, config)
    _check_weights(path, members["model.weights.h5"])
    model = _build(path, {**config, "compile_config": None}, members)
    _check_shapes(path, model)
    named = _json(path, members[CLASS_NAMES]) if CLASS_NAMES in members else {}
    units = model.output_shape[-1]
    names = named.get("class_names") if isinstance(named, dict) else None
    if not (isinstance(names, list) and all(isinstance(name, str) for name in names) and len(names) >= units):
        names = ["no", "yes"] if units == 1 else [str(number) for number in range(units)]
    return Classifier(model, tuple(names))


def _members(path: Path) -> dict[str, bytes]:
    """The archive's members by name, each within its size."""
    try:
        with zipfile.ZipFile(path) as archive:
            members: dict[str, bytes] = {}
            for entry in archive.infolist():
                if entry.filename not in LARGEST or entry.filename in members:
                    raise _refused(path, f"a member {entry.filename!r}")
                if entry.file_size > min(LARGEST[entry.filename], MOST_TIMES * entry.compress_size + 100_000):
                    raise _refused(path, f"{entry.filename} of {entry.file_size:,} bytes")
                with archive.open(entry) as stream:  # reads no more than the header says
                    members[entry.filename] = stream.read(entry.file_size + 1)
    except FileNotFoundError:
        raise UnstuckError("The model is there.", str(path), "check the path and the folder you are in") from None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        what = f"a {path.suffix} file" if path.suffix in (".h5", ".hdf5", ".pkl", ".pb") else str(error)
        raise UnstuckError(
            "A model is a .keras file.",
            f"{path}: {what}",
            "save it with model.save('name.keras') where it was trained: other formats can run any program when read",
        ) from error
    if missing := {"config.json", "model.weights.h5"} - members.keys():
        raise _refused(path, f"no {', '.join(sorted(missing))}")
    return members


def _json(path: Path, content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _refused(path, f"a config that is no JSON ({error})") from None


def _check_config(path: Path, config: Any) -> None:
    if not isinstance(config, dict) or config.get("class_name") not in ("Sequential", "Functional"):
        kind = config.get("class_name") if isinstance(config, dict) else type(config).__name__
        raise _refused(path, f"a model of the kind {kind!r}")
    for node in _dicts({key: value for key, value in config.items() if key != "compile_config"}, path):
        if any(key in node for key in ("class_name", "module", "registered_name")) and not is_allowed(node):
            raise _refused(path, f"{node.get('module')}.{node.get('class_name')}")


def _dicts(tree: Any, path: Path) -> Iterator[dict[str, Any]]:
    left = [(tree, 0)]
    while left:
        node, depth = left.pop()
        if depth > _DEEPEST:
            raise _refused(path, "a config without end")
        if isinstance(node, dict):
            yield node
            left += [(value, depth + 1) for value in node.values()]
        elif isinstance(node, list):
            left += [(value, depth + 1) for value in node]


def _check_weights(path: Path, content: bytes) -> None:
    """No links out of the file, no data outside it, no numbers that are not there."""
    import h5py

    try:
        with h5py.File(io.BytesIO(content)) as file:
            for group, name in _links(file):
                if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                    raise _refused(path, f"a link in its weights, {name!r}")
                item = group[name]
                if isinstance(item, h5py.Dataset) and (
                    item.external or item.is_virtual or item.dtype.hasobject or item.nbytes > len(content)
                ):
                    raise _refused(path, f"weights that are not in the file, {item.name!r}")
    except (OSError, RuntimeError, KeyError, ValueError, TypeError) as error:
        raise _refused(path, f"damaged weights ({error})") from error


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


def _build(path: Path, config: dict[str, Any], members: dict[str, bytes]) -> Any:
    import keras

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "model.keras")
        with zipfile.ZipFile(copy, "w") as archive:
            archive.writestr("config.json", json.dumps(config))
            archive.writestr("metadata.json", json.dumps({"keras_version": keras.__version__}))
            archive.writestr("model.weights.h5", members["model.weights.h5"])
        try:
            return keras.saving.load_model(copy, compile=False, safe_mode=True)
        except Exception as error:  # Keras raises whatever its layers raise
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise _refused(path, f"a config that Keras cannot build ({reason})") from error


def _check_shapes(path: Path, model: Any) -> None:
    shape = model.input_shape
    image = isinstance(shape, tuple) and len(shape) in (3, 4) and None not in shape[1:]
    if not image or (len(shape) == 4 and shape[3] not in (1, 3)) or len(model.output_shape) != 2:
        raise UnstuckError(
            "The model takes one image, (height, width) or (height, width, 1 or 3), and gives a number for each class.",
            f"{path}: {shape} to {model.output_shape}",
        )


def _refused(path: Path, what: str) -> UnstuckError:
    return UnstuckError(
        "A model file holds layers of Keras, their settings and their weights, and nothing else.",
        f"{path}: {what}",
        "if the file is yours, load it in a program of your own with keras.saving.load_model; else do not",
    )
