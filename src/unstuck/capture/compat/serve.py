"""Everything old at once, for as long as a script runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from types import ModuleType

import keras
import numpy as np
from keras.src.utils import module_utils

from unstuck.capture.compat import table, table_tensorflow
from unstuck.capture.compat.arguments import old_arguments
from unstuck.capture.compat.datasets import own_data
from unstuck.capture.compat.files import old_files
from unstuck.capture.compat.history import both_spellings
from unstuck.capture.compat.image_folders import image_dataset_from_directory
from unstuck.capture.compat.models import old_methods
from unstuck.capture.compat.modules import Served, find, installed, served
from unstuck.capture.compat.plain import of_bytes_too
from unstuck.capture.compat.randomness import layers_have_seeds
from unstuck.capture.compat.symbolic_losses import symbolic_losses
from unstuck.capture.compat.tables import old_tables
from unstuck.capture.compat.tensorflow import arrays_have_numpy
from unstuck.capture.compat.text_graphs import standardized_in_graphs
from unstuck.capture.compat.text_models import text_is_read_before
from unstuck.capture.compat.trackers import TensorBoard
from unstuck.capture.compat.variables import old_variables
from unstuck.capture.compat.windows import text_dataset_from_directory, timeseries_dataset_from_array
from unstuck.capture.replacing import replaced

_SERVING: ContextVar[bool] = ContextVar("serving", default=False)


@contextmanager
def old_names() -> Iterator[None]:
    """Inside, scripts written for older Keras, for `tf.keras` and for trackers find what they ask for.

    Entered again inside itself it does nothing more.
    """
    if _SERVING.get():
        yield
        return
    token = _SERVING.set(True)
    try:
        with ExitStack() as stack:
            _serve(stack)
            yield
    finally:
        _SERVING.reset(token)


def _serve(stack: ExitStack) -> None:
    real_tensorflow = installed("tensorflow")
    stack.enter_context(_settings())
    for context in (
        old_arguments,
        old_variables,
        layers_have_seeds,
        symbolic_losses,
        old_methods,
        old_files,
        both_spellings,
        own_data,
        old_tables,
        _numpy_names,
    ):
        stack.enter_context(context())
    if real_tensorflow:
        stack.enter_context(standardized_in_graphs())
    else:
        assert not module_utils.tensorflow.available  # asked now, so that Keras does not take ours for TensorFlow
        stack.enter_context(replaced(keras.callbacks, "TensorBoard", TensorBoard))
        stack.enter_context(arrays_have_numpy())
        stack.enter_context(text_is_read_before())
        for make in (image_dataset_from_directory, text_dataset_from_directory, timeseries_dataset_from_array):
            for module in (keras.utils, keras.preprocessing):
                stack.enter_context(replaced(module, make.__name__, make))
    modules, aliases = _modules(real_tensorflow)
    stack.enter_context(served(modules, aliases, table.NAMES, table.OTHERWISE, table.FURTHER))


def _modules(real_tensorflow: bool) -> tuple[Mapping[str, Callable[[], ModuleType]], Mapping[str, str]]:
    sources = {**table.MODULES, **table_tensorflow.ALWAYS}
    sources |= {name: of for name, of in table_tensorflow.PACKAGES.items() if not installed(name.partition(".")[0])}
    if not real_tensorflow:
        sources |= table_tensorflow.TENSORFLOW
    aliases = {
        old: new
        for old, new in table.ALIASES.items()
        if old.startswith("keras.") or not installed(old.partition(".")[0])
    }
    return {name: _maker(name, of) for name, of in sources.items()}, aliases


def _maker(name: str, sources: Sequence[str]) -> Callable[[], ModuleType]:
    return lambda: Served(name, sources, table_tensorflow.TENSORFLOW_NAMES.get(name, {}))


@contextmanager
def _settings() -> Iterator[None]:
    """Keras' own global settings are the script's to change, and as they were afterwards."""
    config = keras.config
    before = config.image_data_format(), config.floatx(), config.epsilon(), config.dtype_policy()
    try:
        yield
    finally:
        config.set_image_data_format(before[0])
        config.set_floatx(before[1])
        config.set_epsilon(before[2])
        config.set_dtype_policy(before[3])


@contextmanager
def _numpy_names() -> Iterator[None]:
    """`np.float` and the other names that NumPy dropped in 1.24 and 2.0."""
    with ExitStack() as stack:
        for name, place in table.NUMPY.items():
            if name not in vars(np) and _is_there(place):
                stack.enter_context(replaced(np, name, find(place)))
        stack.enter_context(replaced(np, "fromstring", of_bytes_too(np.fromstring)))
        yield


def _is_there(place: str) -> bool:
    module, _, name = place.partition(":")
    return hasattr(find(module), name)
