"""The arguments of Keras' `fit` as one value, and whether a scan can honour them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
from keras.src.backend.jax.trainer import JAXTrainer
from keras.src.trainers.data_adapters.array_data_adapter import can_convert_arrays

# A callback that overrides one of these wants to be called inside the epoch.
_BATCH_HOOKS = (
    *("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end"),
    *("on_test_begin", "on_test_end", "on_test_batch_begin", "on_test_batch_end"),
)


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
    cls = type(model)
    checks: list[tuple[Callable[[], bool], str]] = [
        (lambda: keras.backend.backend() != "jax", f"Keras runs on {keras.backend.backend()}, not on JAX"),
        (lambda: why_not_arrays(call) is not None, why_not_arrays(call) or ""),
        (lambda: cls.train_step is not JAXTrainer.train_step, f"{cls.__name__} has its own train_step"),
        (lambda: cls.test_step is not JAXTrainer.test_step, f"{cls.__name__} has its own test_step"),
        (lambda: bool(model.run_eagerly), "the model is compiled with run_eagerly=True"),
        (lambda: bool(call.steps_per_epoch or call.validation_steps), "steps_per_epoch or validation_steps is given"),
        (lambda: keras.distribution.distribution() is not None, "a Keras distribution is set"),
    ]
    for failed, reason in checks:
        if failed():
            return reason
    for callback in _flat(call.callbacks):
        if _wants_batches(callback):
            return f"the callback {type(callback).__name__} asks to be called at every batch"
    return None


def why_not_arrays(call: FitCall) -> str | None:
    """What the data is when it is not arrays, or None when it is."""
    data = [a for a in (call.x, call.y, call.sample_weight, call.validation_data) if a is not None]
    if can_convert_arrays(data):
        return None
    return f"the data comes from a generator or dataset ({type(call.x).__name__}), not from arrays"


def _flat(callbacks: Any) -> list[Any]:
    if callbacks is None:
        return []
    if isinstance(callbacks, keras.callbacks.CallbackList):
        return list(callbacks.callbacks)
    return list(callbacks) if isinstance(callbacks, list | tuple) else [callbacks]


def _wants_batches(callback: Any) -> bool:
    # Keras' checkpoint callbacks override the batch hook, but act in it only when save_freq counts batches.
    if isinstance(callback, keras.callbacks.ModelCheckpoint | keras.callbacks.BackupAndRestore):
        return callback.save_freq != "epoch"
    return any(
        getattr(getattr(callback, hook), "__func__", None) is not getattr(keras.callbacks.Callback, hook)
        for hook in _BATCH_HOOKS
    )
