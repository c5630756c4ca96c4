"""`fit` with Keras' own signature, callbacks and `History`, on the engine's loop."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import keras

from unstuck.engine.arrays import steps_an_epoch
from unstuck.engine.call import FitCall, why_not_scan
from unstuck.engine.epoch import Epoch
from unstuck.engine.train import KERAS_FIT, Progress, train


def fit(
    model: keras.Model,
    call: FitCall,
    on_epoch: Callable[[Epoch], None] = lambda epoch: None,
    progress: Progress | None = None,
) -> keras.callbacks.History:
    """Trains as `model.fit` does and returns the same `History`.

    Args:
        on_epoch: called with each finished epoch, after the user's own callbacks.
        progress: see `train`; called beside Keras' own progress bar, which the user's `verbose` may ask for.
    """
    if why_not_scan(model, call) is not None:
        return _fallback(model, call, on_epoch)
    model._assert_compile_called("fit")
    callbacks = call.callbacks
    if not isinstance(callbacks, keras.callbacks.CallbackList):
        verbose = 1 if call.verbose == "auto" else int(call.verbose)
        callbacks = keras.callbacks.CallbackList(
            callbacks,
            add_history=True,
            add_progbar=verbose != 0,
            model=model,
            verbose=verbose,
            epochs=call.epochs,
            steps=steps_an_epoch(call),
        )
    progress = _both(progress, _progress_bar(callbacks))
    model.stop_training = False
    logs: dict[str, Any] = {}
    callbacks.on_train_begin()
    if call.initial_epoch < call.epochs:
        callbacks.on_epoch_begin(call.initial_epoch)
    for epoch in train(model, call, progress):
        logs = dict(epoch.logs)
        callbacks.on_epoch_end(epoch.number - 1, logs)
        on_epoch(epoch)
        if model.stop_training:
            break
        if epoch.number < call.epochs:
            callbacks.on_epoch_begin(epoch.number)
    callbacks.on_train_end(logs)
    return model.history


def _progress_bar(callbacks: keras.callbacks.CallbackList) -> Progress | None:
    bars = [one for one in callbacks.callbacks if isinstance(one, keras.callbacks.ProgbarLogger)]
    if not bars or bars[0].verbose != 1:
        return None
    return lambda done, steps: bars[0].on_train_batch_end(done - 1, {})


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
            on_epoch(Epoch(epoch + 1, dict(logs or {}), {}, time.perf_counter() - self.began))

    callbacks = call.callbacks
    if isinstance(callbacks, keras.callbacks.CallbackList):
        callbacks.append(Watch())
    else:
        given = [] if callbacks is None else list(callbacks) if isinstance(callbacks, list | tuple) else [callbacks]
        callbacks = [*given, Watch()]
    return KERAS_FIT(model, **{**vars(call), "callbacks": callbacks})
