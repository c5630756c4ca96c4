"""The arguments of Keras' `fit` as one value, and whether a scan can honour them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import keras
from keras.src.backend import config
from keras.src.trainers.data_adapters import data_adapter_utils
from keras.src.trainers.data_adapters.array_data_adapter import can_convert_arrays

# Methods that the engine replaces by Keras' own; a subclass that overrides one is trained by Keras.
_KERAS_METHODS = (
    *("train_step", "test_step", "compute_metrics"),
    *("evaluate", "make_train_function", "make_test_function"),
)
# A callback that overrides one of these wants to be called inside the epoch.
_BATCH_HOOKS = (
    *("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end"),
    *("on_test_begin", "on_test_end", "on_test_batch_begin", "on_test_batch_end"),
)
# Keras' layers that turn and zoom images refuse to be compiled for TensorFlow's sake; JAX compiles them.
_IMAGES = "keras.src.layers.preprocessing.image_preprocessing."


@dataclass(frozen=True, eq=False)
class FitCall:
    """One call of `fit`: Keras' own argument names, meanings and defaults."""

    x: Any = None
    y: Any = None
    batch_size: int | None = None
    epochs: int = 1
    verbose: str | int = "auto"
    callbacks: Any = None
    validation_split: float = 0.0
    validation_data: Any = None
    shuffle: bool | str = True
    class_weight: dict[int, float] | None = None
    sample_weight: Any = None
    initial_epoch: int = 0
    steps_per_epoch: int | None = None
    validation_steps: int | None = None
    validation_batch_size: int | None = None
    validation_freq: int | list[int] = 1


def why_not_scan(model: keras.Model, call: FitCall) -> str | None:
    """The reason why this fit has to run in Keras' own loop, or None when the engine can scan it."""
    name = type(model).__name__
    checks: list[tuple[Callable[[], bool], str]] = [
        (lambda: keras.backend.backend() != "jax", f"Keras runs on {keras.backend.backend()}, not on JAX"),
        (lambda: not model.compiled, "the model is not compiled"),
        (lambda: why_not_arrays(call) is not None, why_not_arrays(call) or ""),
        *((partial(_is_own, model, method), f"{name} has its own {method}") for method in _KERAS_METHODS),
        (lambda: bool(model.run_eagerly), "the model is compiled with run_eagerly=True"),
        (lambda: _is_uncompiled(model), "jit_compile is False, or a layer cannot be compiled"),
        (lambda: model.optimizer is None, "the model is compiled without an optimizer"),
        (lambda: bool(call.steps_per_epoch or call.validation_steps), "steps_per_epoch or validation_steps is given"),
        (lambda: _limited_by_config(), "Keras' configuration limits the epochs or the steps"),
        (lambda: keras.distribution.distribution() is not None, "a Keras distribution is set"),
    ]
    for failed, reason in checks:
        if failed():
            return reason
    for callback in flat_callbacks(call.callbacks):
        if _wants_batches(callback):
            return f"the callback {type(callback).__name__} asks to be called at every batch"
    return None


def _is_uncompiled(model: keras.Model) -> bool:
    """Whether Keras would run the steps uncompiled for a reason that holds for JAX."""
    refusing = [layer for layer in model._flatten_layers() if not layer.supports_jit]
    only_images = bool(refusing) and all(type(layer).__module__.startswith(_IMAGES) for layer in refusing)
    return not model.jit_compile and not only_images


def why_not_arrays(call: FitCall) -> str | None:
    """Why the data cannot be taken as arrays, or None when it can."""
    for data in ((call.x, call.y, call.sample_weight), call.validation_data):
        if not can_convert_arrays(data):
            kind = type(data[0] if isinstance(data, tuple) else data).__name__
            return f"the data comes from a generator or dataset ({kind}), not from arrays"
        if any(_is_sparse(leaf) for leaf in keras.tree.flatten(data)):
            return "the data is in sparse arrays"
    return "there is no input x" if call.x is None else None


def _is_sparse(array: Any) -> bool:
    return any(
        check(array)
        for check in (
            data_adapter_utils.is_scipy_sparse,
            data_adapter_utils.is_jax_sparse,
            data_adapter_utils.is_tensorflow_sparse,
            data_adapter_utils.is_tensorflow_ragged,
        )
    )


def _is_own(model: keras.Model, method: str) -> bool:
    """Whether the model's class, or this one object, overrides a method of Keras."""
    return method in vars(model) or getattr(type(model), method) is not getattr(keras.Model, method)


def _limited_by_config() -> bool:
    return bool(config.max_epochs() or config.max_steps_per_epoch())


def flat_callbacks(callbacks: Any) -> list[Any]:
    """The callbacks that `fit` takes alone, in lists of lists or as Keras' `CallbackList`."""
    if isinstance(callbacks, keras.callbacks.CallbackList):
        return list(callbacks.callbacks)
    return keras.tree.flatten(callbacks) if callbacks else []


def _wants_batches(callback: Any) -> bool:
    # The engine drives the progress bar and looks for a loss that is not finite by itself; Keras' checkpoint callbacks
    # override the batch hook, but act in it only when save_freq counts batches.
    if type(callback) in (keras.callbacks.ProgbarLogger, keras.callbacks.TerminateOnNaN):
        return False
    if isinstance(callback, keras.callbacks.ModelCheckpoint | keras.callbacks.BackupAndRestore):
        return callback.save_freq != "epoch"
    return any(
        getattr(getattr(callback, hook, None), "__func__", None) is not getattr(keras.callbacks.Callback, hook)
        for hook in _BATCH_HOOKS
    )
