"""Data sets that scripts ask other packages for, from our own copies; the rest in one clear sentence and at once."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any
from urllib.error import URLError

import keras
import numpy as np
from keras.src.utils import file_utils

from unstuck.capture.compat.modules import installed
from unstuck.capture.compat.tf_data import Dataset
from unstuck.capture.late import once_imported
from unstuck.capture.replacing import replaced
from unstuck.data import keras_arrays
from unstuck.errors import UnstuckError

_OURS = {"mnist": "mnist", "fashion_mnist": "fashion_mnist", "mnist_784": "mnist", "Fashion-MNIST": "fashion_mnist"}


@contextmanager
def own_data() -> Iterator[None]:
    """Inside, `keras.datasets` gives our MNIST and Fashion-MNIST, and a file that cannot be had ends at once."""
    with ExitStack() as stack:
        for name in ("mnist", "fashion_mnist"):
            stack.enter_context(replaced(getattr(keras.datasets, name), "load_data", _loader(name)))
        modules = [getattr(keras.src.datasets, name) for name in dir(keras.src.datasets)]
        explained = _explained(file_utils.get_file)
        for module in [file_utils, keras.utils, *modules]:
            if hasattr(module, "get_file"):
                stack.enter_context(replaced(module, "get_file", explained))
        stack.enter_context(once_imported("sklearn.datasets", own_openml))
        yield


def _loader(name: str) -> Callable[..., Any]:
    return lambda path="", *_, **__: keras_arrays(name.replace("_", "-"))


def _explained(get_file: Callable[..., str]) -> Callable[..., str]:
    def fetch(*args: Any, **kwargs: Any) -> str:
        try:
            return get_file(*args, **kwargs)
        except Exception as error:  # Keras gives every failed download its own
            if "URL fetch failure" not in str(error) and not isinstance(error, URLError):
                raise
            given = dict(zip(("fname", "origin"), args, strict=False)) | kwargs
            raise UnstuckError(
                f"The script's data is the file {given.get('fname') or given.get('origin')}, which is downloaded once.",
                f"{given.get('origin')} cannot be reached, and Keras' own folder does not have the file",
                "Connect to the internet for the first run, or put the file into ~/.keras/datasets.",
            ) from error

    return fetch


def own_openml(module: ModuleType, stack: ExitStack) -> None:
    """Changes `sklearn.datasets`, once it is imported."""
    fetch = module.fetch_openml

    def fetch_openml(name: Any = None, *args: Any, **kwargs: Any) -> Any:
        return _mnist_rows(name, **kwargs) if name in _OURS else fetch(name, *args, **kwargs)

    stack.enter_context(replaced(module, "fetch_openml", fetch_openml))


def _mnist_rows(name: str, return_X_y: bool = False, as_frame: Any = "auto", **_: Any) -> Any:
    """70,000 rows of 784 pixels with labels as text, the training set first, as OpenML has them."""
    (x_train, y_train), (x_test, y_test) = keras_arrays(_OURS[name])
    x = np.concatenate([x_train, x_test]).reshape(70_000, -1).astype("float64")
    y = np.concatenate([y_train, y_test]).astype(str).astype(object)
    columns = [f"pixel{number}" for number in range(1, 785)]
    if as_frame is True or (as_frame == "auto" and installed("pandas")):
        pandas = importlib.import_module("pandas")
        x, y = pandas.DataFrame(x, columns=columns), pandas.Series(y, dtype="category")
    return (x, y) if return_X_y else _Bunch(data=x, target=y, feature_names=columns)


class _Bunch(SimpleNamespace):
    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


def load(name: str, split: Any = None, as_supervised: bool = False, with_info: bool = False, **_: Any) -> Any:
    """`tensorflow_datasets.load` for MNIST and Fashion-MNIST; images (28, 28, 1)."""
    if name not in _OURS:
        raise UnstuckError(
            "Of tensorflow_datasets Unstuck has mnist and fashion_mnist.",
            f"{name!r}",
            "pip install tensorflow tensorflow-datasets",
        )
    parts = dict(zip(("train", "test"), keras_arrays(_OURS[name]), strict=True))

    def one(which: str) -> Dataset:
        kind, _, cut = which.partition("[")
        x, y = parts[kind]
        first, _, last = cut.rstrip("]").partition(":")
        part = slice(_place(first, len(x), 0), _place(last, len(x), len(x))) if cut else slice(None)
        x, y = x[part, ..., None], y[part].astype("int64")
        return Dataset.from_tensor_slices((x, y) if as_supervised else {"image": x, "label": y})

    if split is None:
        found: Any = {name: one(name) for name in parts}
    else:
        found = [one(each) for each in split] if isinstance(split, list | tuple) else one(split)
    return (found, _info(parts)) if with_info else found


def _place(text: str, size: int, default: int) -> int:
    if not text:
        return default
    return int(size * float(text[:-1]) / 100) if text.endswith("%") else int(text)


def _info(parts: dict[str, Any]) -> Any:
    label = SimpleNamespace(num_classes=10, names=[str(digit) for digit in range(10)])
    image = SimpleNamespace(shape=(28, 28, 1))
    splits = {name: SimpleNamespace(num_examples=len(x)) for name, (x, _) in parts.items()}
    return SimpleNamespace(splits=splits, features={"label": label, "image": image})


def disable_progress_bar() -> None:
    """There is none."""


def read_data_sets(*_: Any, one_hot: bool = False, reshape: bool = True, validation_size: int = 5000, **__: Any) -> Any:
    """`tensorflow.examples.tutorials.mnist.input_data.read_data_sets`: pixels 0…1, rows of 784."""
    (x_train, y_train), (x_test, y_test) = keras_arrays("mnist")

    def part(x: np.ndarray, y: np.ndarray) -> Any:
        images = (x / 255.0).astype("float32").reshape((-1, 784) if reshape else (-1, 28, 28, 1))
        labels = keras.utils.to_categorical(y, 10) if one_hot else y
        return SimpleNamespace(
            images=images, labels=labels, num_examples=len(images), next_batch=_batches(images, labels)
        )

    return SimpleNamespace(
        train=part(x_train[validation_size:], y_train[validation_size:]),
        validation=part(x_train[:validation_size], y_train[:validation_size]),
        test=part(x_test, y_test),
    )


def _batches(images: np.ndarray, labels: np.ndarray) -> Callable[..., tuple[np.ndarray, np.ndarray]]:
    place = 0

    def next_batch(size: int, *_: Any, **__: Any) -> tuple[np.ndarray, np.ndarray]:
        nonlocal place
        rows = np.arange(place, place + size) % len(images)
        place = (place + size) % len(images)
        return images[rows], labels[rows]

    return next_batch
