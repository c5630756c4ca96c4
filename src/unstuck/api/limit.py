"""A fit that would take too long for a debugger to wait for, cut short or done on a sample."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import jax
import keras
import numpy as np

from unstuck.engine import Epoch, FitCall, fit, steps_an_epoch
from unstuck.words import counted, duration

LONG_SECONDS = 180.0  # a fit that would take longer is cut short
ENOUGH_SECONDS = 60.0  # of it are enough
_FIRST_LOOK_SECONDS = 4.0  # by then the step has been compiled, and its time is known
_LEAST_SAMPLES = 1000


def fit_within_time(
    model: keras.Model, call: FitCall, on_epoch: Callable[[Epoch], None]
) -> tuple[keras.callbacks.History, FitCall, str]:
    """Trains as `fit` does, but not for hours.

    Returns:
        the history, the arguments that were used in the end, and a word about what was left out, if anything was.
    """
    clock = Clock(model, call)

    def watched(epoch: Epoch) -> None:
        on_epoch(epoch)
        clock.on_epoch(epoch)

    try:
        return fit(model, call, watched, clock.on_steps), call, clock.note
    except TooLong as found:  # in the first epoch: the weights are still those that it began with
        call, note = sampled(call, found.seconds_a_step)
        return fit(model, call, on_epoch), call, note


class TooLong(Exception):
    """An epoch would take longer than all of the debugger's time."""

    def __init__(self, seconds_a_step: float) -> None:
        super().__init__(f"{seconds_a_step:.3g} s a step")
        self.seconds_a_step = seconds_a_step


@dataclass
class Clock:
    """Watches one fit: told of its steps and epochs, it ends what would go on too long.

    Args:
        call: the fit.
    """

    model: keras.Model
    call: FitCall
    began: float = field(default_factory=time.monotonic)
    first: tuple[float, int] | None = None  # when the first steps were done, and how many
    epochs: int = 0
    note: str = ""

    def on_steps(self, done: int, steps: int) -> None:
        """`engine.fit`'s progress.

        Raises:
            TooLong: one epoch alone would take more than enough.
        """
        now = time.monotonic()
        if self.first is None:
            self.first = now, done
        elif self.epochs == 0 and now - self.first[0] > _FIRST_LOOK_SECONDS and done > self.first[1]:
            a_step = (now - self.first[0]) / (done - self.first[1])
            if a_step * steps > ENOUGH_SECONDS and a_step * steps * self.call.epochs > LONG_SECONDS:
                raise TooLong(a_step)

    def on_epoch(self, epoch: Epoch) -> None:
        """Stops the fit after an epoch when there is enough of it."""
        self.epochs += 1
        wanted = self.call.epochs - self.call.initial_epoch
        whole = epoch.seconds * wanted
        if whole > LONG_SECONDS and time.monotonic() - self.began > ENOUGH_SECONDS and self.epochs < wanted:
            self.model.stop_training = True
            self.note = (
                f"Your fit would take about {duration(whole)}: it was stopped after {self.epochs} of"
                f" {counted(wanted, 'epoch')}, and all of this is about so much of it."
            )


def sampled(call: FitCall, seconds_a_step: float) -> tuple[FitCall, str]:
    """The fit on as many of its samples as there is time for, and a word about that."""
    samples = len(jax.tree.leaves(call.x)[0])
    whole = seconds_a_step * steps_an_epoch(call) * call.epochs
    batch = call.batch_size or 32
    count = min(samples, max(_LEAST_SAMPLES, int(ENOUGH_SECONDS / seconds_a_step) * batch))
    chosen = np.sort(np.random.default_rng(0).permutation(samples)[:count])
    data = {name: _rows(getattr(call, name), chosen) for name in ("x", "y", "sample_weight")}
    note = (
        f"Your fit would take about {duration(whole)}: all of this is about one epoch on {count:,} of its"
        f" {samples:,} samples."
    )
    return replace(call, **data, epochs=1, initial_epoch=0), note


def _rows(tree: Any, chosen: np.ndarray) -> Any:
    return jax.tree.map(lambda array: np.asarray(array)[chosen], tree)
