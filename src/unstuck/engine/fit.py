"""`fit` with Keras' own signature, callbacks and `History`, on the engine's loop."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from typing import Any

import keras
import numpy as np

from unstuck.engine.arrays import training_and_validation
from unstuck.engine.call import FitCall, flat_callbacks, why_not_scan
from unstuck.engine.epoch import Epoch
from unstuck.engine.keras_epochs import KERAS_FIT
from unstuck.engine.program import build
from unstuck.engine.train import OnBadLoss, Progress, scan_epochs


def fit(
    model: keras.Model,
    call: FitCall,
    on_epoch: Callable[[Epoch], None] = lambda epoch: None,
    progress: Progress | None = None,
) -> keras.callbacks.History:
    """Trains as `model.fit` does and returns the same `History`.

    Args:
        on_epoch: called with each finished epoch, after the user's own callbacks and with what they add to its logs.
        progress: see `train`; called beside Keras' own progress bar, which the user's `verbose` may ask for.
    """
    if why_not_scan(model, call) is not None:
        return _fallback(model, call, on_epoch)
    batches, validation = training_and_validation(call)
    build(model, batches)
    callbacks = call.callbacks
    if not isinstance(callbacks, keras.callbacks.CallbackList):
        callbacks = keras.callbacks.CallbackList(
            callbacks,
            add_history=True,
            add_progbar=call.verbose != 0,
            model=model,
            verbose=call.verbose,
            epochs=call.epochs,
            steps=batches.steps,
        )
    progress = _both(progress, _progress_bar(callbacks))
    model.stop_training = False
    logs: dict[str, Any] = {}
    callbacks.on_train_begin()
    # Keras' BackupAndRestore has a fit begin later than its caller said.
    call = replace(call, initial_epoch=model._initial_epoch or call.initial_epoch)
    epochs = scan_epochs(model, call, batches, validation, progress, on_bad_loss=_ending_on_bad_loss(callbacks))
    with closing(epochs):  # the optimiser's final values are set before the callbacks end
        for index in range(call.initial_epoch, call.epochs):
            model.reset_metrics()
            callbacks.on_epoch_begin(index)
            epoch = next(epochs)
            logs = dict(epoch.logs)
            told = dict(logs)  # what one callback adds, the later ones read
            for callback in callbacks.callbacks:  # the list itself would sort the values of a metric that has several
                callback.on_epoch_end(index, told)
            on_epoch(replace(epoch, logs=_numbers(told)))
            if model.stop_training:
                break
    callbacks.on_train_end(logs)
    return model.history


def _numbers(logs: Mapping[str, Any]) -> dict[str, Any]:
    """What callbacks leave in an epoch's logs, such as the learning rate, without what is no number."""
    return {name: value for name, value in logs.items() if np.ndim(value) == 0 and np.isreal(value)}


def _progress_bar(callbacks: keras.callbacks.CallbackList) -> Progress | None:
    bars = [one for one in callbacks.callbacks if isinstance(one, keras.callbacks.ProgbarLogger)]
    if not bars or bars[0].verbose != 1:
        return None
    return lambda done, steps: bars[0].on_train_batch_end(done - 1, {})


def _ending_on_bad_loss(callbacks: keras.callbacks.CallbackList) -> OnBadLoss | None:
    enders = [one for one in callbacks.callbacks if isinstance(one, keras.callbacks.TerminateOnNaN)]
    if not enders:
        return None

    def on_bad_loss(step: int, loss: float) -> None:
        for one in enders:
            one.on_batch_end(step, {"loss": loss})

    return on_bad_loss


def _both(one: Progress | None, other: Progress | None) -> Progress | None:
    if one is None or other is None:
        return one or other

    def progress(done: int, steps: int) -> None:
        one(done, steps)
        other(done, steps)

    return progress


def _fallback(model: keras.Model, call: FitCall, on_epoch: Callable[[Epoch], None]) -> keras.callbacks.History:
    """Keras' own loop, watched by a callback."""

    class Watch(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            self.began = time.perf_counter()

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            on_epoch(Epoch(epoch + 1, _numbers(logs or {}), {}, time.perf_counter() - self.began))

    callbacks = call.callbacks
    if isinstance(callbacks, keras.callbacks.CallbackList):
        callbacks.append(Watch())
    else:
        callbacks = [*flat_callbacks(callbacks), Watch()]
    return KERAS_FIT(model, **{**vars(call), "callbacks": callbacks})
