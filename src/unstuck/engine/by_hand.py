"""Epochs of a training loop written in NumPy: the engine only measures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping

import keras
import numpy as np

from unstuck.engine.arrays import training_and_validation
from unstuck.engine.call import FitCall
from unstuck.engine.checkpoint import restore_state
from unstuck.engine.epoch import Epoch
from unstuck.engine.program import build

_BATCH_SIZE = 1000  # of measuring


def train_by_hand(
    epoch: Callable[[list[np.ndarray], np.ndarray, np.ndarray, int], list[np.ndarray]],
    model: keras.Model,
    call: FitCall,
    start: Mapping[str, np.ndarray] | None = None,
) -> Iterator[Epoch]:
    """Lets `epoch` change the model's weights, and measures the model after each.

    Args:
        epoch: (weights as `model.get_weights` gives them, x, y, batch size) → new weights.
        model: compiled; it holds the current weights between epochs.
        call: arrays x and y, epochs, batch size and validation data.
        start: see `train`.

    Yields:
        one `Epoch` after each pass; its logs are of the whole training set after it, not the means during it.
    """
    build(model, training_and_validation(call)[0])
    if start is not None:
        restore_state(model, start)
    for index in range(call.initial_epoch, call.epochs):
        began = time.perf_counter()
        model.set_weights(epoch(model.get_weights(), call.x, call.y, call.batch_size or 32))
        seconds = time.perf_counter() - began
        logs = model.evaluate(call.x, call.y, batch_size=_BATCH_SIZE, verbose=0, return_dict=True)
        held_out = model.evaluate(*call.validation_data, batch_size=_BATCH_SIZE, verbose=0, return_dict=True)
        yield Epoch(index + 1, logs | {f"val_{name}": value for name, value in held_out.items()}, {}, seconds)
