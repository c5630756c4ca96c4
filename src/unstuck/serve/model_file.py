"""Reads `.keras` files as what they are: files from strangers, whose config can name any function to be called.

Keras' own `safe_mode` has been got round again and again (15 CVEs in two and a half years). So the file is opened in a
process of its own (`guarded`); nothing of it is built before every class in its config is found on a list, and no
layer that is larger than the file's weights; and only what has been looked at is handed to Keras, in a file of our own
making.
"""

from __future__ import annotations

import json
import math
import tempfile
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from unstuck.errors import UnstuckError
from unstuck.guarded import CLASS_NAMES, Contents, open_sealed, refused, write_weights
from unstuck.runs import open_run
from unstuck.words import first_line

_AT_ONCE = 256
MOST_VALUES = 100_000_000  # outputs of a layer for one image, 400 MB; those of the largest networks are 3 million


@dataclass(frozen=True, eq=False)
class Classifier:
    """A trained model and the names of its classes.

    Args:
        model: a Keras model that takes pixels as they are in files, not compiled.
        class_names: of each output; their numbers where the file names none.
    """

    model: Any
    class_names: tuple[str, ...]

    @cached_property  # Keras takes 0.1 ms to say it
    def input_shape(self) -> tuple[int, ...]:
        """Of one image: (height, width) or (height, width, channels)."""
        return tuple(self.model.input_shape[1:])

    @cached_property
    def at_once(self) -> int:
        """The largest batch, a power of two, with which no layer gives more than `MOST_VALUES` outputs."""
        largest = max((math.prod(shape) for shape in _output_shapes(self.model)), default=1)
        return 1 << max(0, min(_AT_ONCE, MOST_VALUES // max(1, largest)).bit_length() - 1)


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


def load_classifier(path: Path, trusted: bool = False) -> Classifier:
    """A model from a `.keras` file that need not be trusted.

    Args:
        trusted: load it as Keras does without its safe mode: the file may run any program, such as a Lambda layer.

    Raises:
        UnstuckError: the file is not there, is none that Keras wrote, or names what is not on the list.
    """
    if trusted:
        model, named = _trusted(path)
    else:
        with open_sealed(path) as contents:
            model, named = _build(path, contents), contents.named
    _check_shapes(path, model)
    units = model.output_shape[-1]
    names = named.get("class_names") if isinstance(named, dict) else None
    if not (isinstance(names, list) and all(isinstance(name, str) for name in names) and len(names) >= units):
        names = ["no", "yes"] if units == 1 else [str(number) for number in range(units)]
    return Classifier(model, tuple(names))


def _trusted(path: Path) -> tuple[Any, Any]:
    """A model as Keras loads it, and what our own member of the archive says."""
    import keras

    try:
        model = keras.saving.load_model(path, compile=False, safe_mode=False)
    except Exception as error:  # Keras, and whatever the file runs, raise what they like
        raise UnstuckError(
            "Keras can load the model here.",
            f"{path}: {first_line(error)}",
            "install what it asks for, or save the model again",
        ) from error
    if not zipfile.is_zipfile(path):
        return model, {}
    with zipfile.ZipFile(path) as archive:
        return model, json.loads(archive.read(CLASS_NAMES)) if CLASS_NAMES in archive.namelist() else {}


def _build(path: Path, contents: Contents) -> Any:
    import keras

    with tempfile.TemporaryDirectory() as folder:
        weights, copy = Path(folder, "model.weights.h5"), Path(folder, "model.keras")
        write_weights(weights, contents.arrays())
        config = {**contents.config, "compile_config": None}
        with zipfile.ZipFile(copy, "w") as archive:
            archive.writestr("config.json", json.dumps(config))
            archive.writestr("metadata.json", json.dumps({"keras_version": keras.__version__}))
            archive.write(weights, "model.weights.h5")
        weights.unlink()
        try:
            _check_sizes(path, config, contents.numbers)
            return keras.saving.load_model(copy, compile=False, safe_mode=True)
        except UnstuckError:
            raise
        except Exception as error:  # Keras raises whatever its layers raise
            raise refused(str(path), f"a config that Keras cannot build ({first_line(error)})") from error


def _check_sizes(path: Path, config: dict[str, Any], numbers: int) -> None:
    """No layer is larger than the file: a line of config can ask for more weights than there is memory."""
    import keras

    with keras.StatelessScope(initialize_variables=False):  # shapes only
        shapes = keras.saving.deserialize_keras_object(deepcopy(config), safe_mode=True)
    wanted = sum(math.prod(weight.shape) for weight in shapes.weights)
    if wanted > numbers:
        raise refused(str(path), f"layers with {wanted:,} weights, of which it holds {numbers:,}")
    largest = max((math.prod(shape) for shape in _output_shapes(shapes)), default=0)
    if largest > MOST_VALUES:
        raise refused(str(path), f"a layer with {largest:,} outputs an image")


def _output_shapes(model: Any) -> Iterator[tuple[int, ...]]:
    """Of every layer, without the axis of the images; an unknown length counts as one."""
    import keras

    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from _output_shapes(layer)
        for tensor in keras.tree.flatten([node.output_tensors for node in layer._inbound_nodes]):
            yield tuple(length or 1 for length in tensor.shape[1:])


def _check_shapes(path: Path, model: Any) -> None:
    shape = model.input_shape
    image = isinstance(shape, tuple) and len(shape) in (3, 4) and None not in shape[1:]
    if not image or (len(shape) == 4 and shape[3] not in (1, 3)) or len(model.output_shape) != 2:
        raise UnstuckError(
            "The model takes one image, (height, width) or (height, width, 1 or 3), and gives a number for each class.",
            f"{path}: {shape} to {model.output_shape}",
            "name a classifier of images",
        )
