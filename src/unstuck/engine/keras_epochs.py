"""Keras' own `fit` as a generator of epochs: one call of it, in a thread that waits while an epoch is looked at."""

from __future__ import annotations

import time
from collections.abc import Iterator
from queue import SimpleQueue
from threading import Semaphore, Thread
from typing import Any

import keras
from keras.src.backend.common.global_state import GLOBAL_STATE_TRACKER

from unstuck.engine.call import FitCall
from unstuck.engine.epoch import Epoch

KERAS_FIT = keras.Model.fit  # kept, since a script that is being run has its `fit` replaced by ours


def keras_epochs(model: keras.Model, call: FitCall) -> Iterator[Epoch]:
    """Trains in Keras' own loop, silently and without `call.callbacks`, one epoch for each that is asked for.

    One fit for each epoch would not do: it would restart generators and end the optimiser's averaging each time.
    """
    results: SimpleQueue[Epoch | BaseException | None] = SimpleQueue()
    go_on = Semaphore(0)
    settings = dict(vars(GLOBAL_STATE_TRACKER))  # Keras keeps its seeds and policies by thread
    settings.pop("uninitialized_variables", None)  # a list: what one thread initialises stays in the other's

    class HandOver(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            self.began = time.perf_counter()

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            results.put(Epoch(epoch + 1, dict(logs or {}), {}, time.perf_counter() - self.began))
            go_on.acquire()

    def run() -> None:
        vars(GLOBAL_STATE_TRACKER).update(settings)
        try:
            KERAS_FIT(model, **{**vars(call), "verbose": 0, "callbacks": [HandOver()]})
        except BaseException as error:  # raised again below, by who asked for the epoch
            results.put(error)
        else:
            results.put(None)

    thread = Thread(target=run, daemon=True)
    thread.start()
    running = True
    try:
        while True:
            result = results.get()
            running = isinstance(result, Epoch)
            if isinstance(result, BaseException):
                raise result
            if result is None:
                return
            yield result
            go_on.release()
    finally:
        if running:
            model.stop_training = True  # which Keras looks at after every batch
        go_on.release()
        thread.join()
