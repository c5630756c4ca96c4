"""Models and weights in files of any name; Keras 3 insists on `.keras` and `.weights.h5`."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import keras
from keras.src.saving import saving_api

from unstuck.capture.compat.history import other_spelling
from unstuck.capture.replacing import replaced

_MODEL_ENDINGS = (".keras", ".h5", ".hdf5")
_DROPPED = ("save_format", "include_optimizer", "signatures", "options", "save_traces")
_SAVE, _LOAD = saving_api.save_model, saving_api.load_model
_SAVE_WEIGHTS, _LOAD_WEIGHTS = keras.Model.save_weights, keras.Model.load_weights


def save_model(model: keras.Model, filepath: Any, overwrite: bool = True, **kwargs: Any) -> None:
    """Keras' own; a name without a known ending gets a `.keras` archive for its content."""
    path, kwargs = str(filepath), {name: value for name, value in kwargs.items() if name not in _DROPPED}
    if path.endswith(_MODEL_ENDINGS) or path.startswith("hf://"):
        _SAVE(model, path, overwrite=overwrite, **kwargs)
        return
    with _named(path, ".keras", writing=True) as draft:
        _SAVE(model, draft, **kwargs)


def load_model(filepath: Any, custom_objects: Any = None, compile: bool = True, **kwargs: Any) -> Any:
    """Keras' own, which also reads what `save_model` wrote."""
    path = str(filepath)
    if not path.endswith(_MODEL_ENDINGS) and zipfile.is_zipfile(path):
        with _named(path, ".keras", writing=False) as copy:
            return _LOAD(copy, custom_objects=custom_objects, compile=compile, **kwargs)
    return _LOAD(path, custom_objects=custom_objects, compile=compile, **kwargs)


def _save(self: keras.Model, filepath: Any, overwrite: bool = True, **kwargs: Any) -> None:
    save_model(self, filepath, overwrite, **kwargs)


def _save_weights(self: keras.Model, filepath: Any, overwrite: bool = True, **kwargs: Any) -> None:
    path, kwargs = str(filepath), {name: value for name, value in kwargs.items() if name not in _DROPPED}
    if path.endswith((".weights.h5", ".weights.json")):
        _SAVE_WEIGHTS(self, path, overwrite=overwrite, **kwargs)
        return
    with _named(path, ".weights.h5", writing=True) as draft:
        _SAVE_WEIGHTS(self, draft, **kwargs)


def _load_weights(self: keras.Model, filepath: Any, skip_mismatch: bool = False, **kwargs: Any) -> Any:
    path = str(filepath)
    if path.endswith((".weights.h5", ".keras", ".weights.json")) or not _is_new(path):
        return _LOAD_WEIGHTS(self, path, skip_mismatch=skip_mismatch, **kwargs)
    with _named(path, ".weights.h5", writing=False) as copy:
        _LOAD_WEIGHTS(self, copy, skip_mismatch=skip_mismatch)
    return _Status()


class _Status:
    """What TensorFlow's checkpoints gave back."""

    def expect_partial(self) -> _Status:
        return self

    def assert_existing_objects_matched(self) -> _Status:
        return self


def _is_new(path: str) -> bool:
    """Whether a file of weights is in Keras 3's own form; Keras 2's names its layers in attributes."""
    import h5py

    if not h5py.is_hdf5(path):
        return False
    with h5py.File(path, "r") as file:
        return "layer_names" not in file.attrs and "model_weights" not in file


@contextmanager
def _named(path: str, ending: str, *, writing: bool) -> Iterator[str]:
    """A temporary file with the ending that Keras asks for, copied from `path` before or to it after."""
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, f"file{ending}")
        if not writing:
            shutil.copyfile(path, copy)
        yield copy
        if writing:
            Path(path).absolute().parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(copy, path)


@contextmanager
def old_files() -> Iterator[None]:
    """Inside, models and their weights are written and read under any name."""
    checkpoint = keras.callbacks.ModelCheckpoint
    with ExitStack() as stack:
        for name, method in (("save", _save), ("save_weights", _save_weights), ("load_weights", _load_weights)):
            stack.enter_context(replaced(keras.Model, name, wraps(getattr(keras.Model, name))(method)))
        stack.enter_context(replaced(checkpoint, "__init__", _any_name(checkpoint.__init__)))
        stack.enter_context(replaced(checkpoint, "_save_model", _both_names(checkpoint._save_model)))
        yield


def _any_name(init: Callable[..., None]) -> Callable[..., None]:
    @wraps(init)
    def __init__(self: Any, filepath: Any, *args: Any, **kwargs: Any) -> None:
        period = kwargs.pop("period", None)
        kwargs.pop("options", None)
        accepted = "file.weights.h5" if kwargs.get("save_weights_only") or (len(args) > 3 and args[3]) else "file.keras"
        init(self, accepted, *args, **kwargs)
        self.filepath = str(filepath)
        self._period = period or 1

    return __init__


def _both_names(save: Callable[..., None]) -> Callable[..., None]:
    """`weights.{epoch}-{val_acc:.2f}.hdf5` needs `val_acc` in so many words."""

    @wraps(save)
    def _save_model(self: Any, epoch: int, batch: Any, logs: Any) -> None:
        if (epoch + 1) % self._period == 0:
            save(self, epoch, batch, {**{other_spelling(name): value for name, value in logs.items()}, **logs})

    return _save_model
