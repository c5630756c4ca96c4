"""A Keras callback for people who keep their own `model.fit`: says while it trains what a look would show."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jax
import keras
import numpy as np

from unstuck.debug.checks.constant_output import ConstantOutput
from unstuck.debug.checks.loss_not_falling import is_falling
from unstuck.debug.data import Data, positions_of
from unstuck.debug.loss import reads_logits
from unstuck.debug.task import baseline, infer_task, score
from unstuck.words import percent

_MOST_SAMPLES = 500  # that the outputs are looked at for
_FEW_EPOCHS = 5  # before them a loss may well not have begun to fall
_SHARE = 0.015  # of the training's time may go into looking at outputs


@dataclass(frozen=True)
class Notice:
    """What was noticed, once.

    Args:
        check: the check whose page says more: `unstuck explain CHECK`.
        epoch: counted from 1.
    """

    check: str
    epoch: int
    sentence: str


class Watch(keras.callbacks.Callback):
    """Says while a network trains what goes wrong: a loss that is not finite or does not fall, outputs that are all
    alike, a score no better than the best constant answer.

    Without `stop` it spends less than 2 % of the training's time (`benchmarks/watch.py`).

    Args:
        x, y: samples and labels, best those of the validation; at most 500 of them are looked at. Without them only
            the loss is watched.
        stop: whether the training stops after the first step whose mean loss is not finite. This waits for the loss of
            every step, which costs some per cent of the time where a step takes a few milliseconds.
        say: told each sentence.

    Example:
        >>> model.fit(x, y, callbacks=[unstuck.Watch(x_val, y_val, stop=True)])      # doctest: +SKIP
    """

    def __init__(self, x: Any = None, y: Any = None, *, stop: bool = False, say: Callable[[str], None] = print) -> None:
        super().__init__()
        self.x, self.y, self.say = x, y, say
        self.notices: list[Notice] = []
        if stop:  # else Keras is spared the call after every step
            self.on_train_batch_end = self._after_step
        self._losses: list[float] = []
        self._epoch, self._began, self._spent, self._looks = 1, 0.0, 0.0, 0

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:
        """Forgets an earlier training."""
        self.notices, self._losses = [], []
        self._began, self._spent, self._looks = time.perf_counter(), 0.0, 0

    def on_epoch_begin(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Keeps count."""
        self._epoch = epoch + 1

    def _after_step(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Stops after the first step whose mean loss is not finite."""
        if not math.isfinite((logs or {}).get("loss", 0.0)) and not self._noticed("non_finite"):
            self._notice("non_finite", f"the loss is no number any more, since step {batch + 1}; stopped")
            self.model.stop_training = True

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Looks at the losses so far, and at the outputs where there is time for it."""
        self._losses.append(float((logs or {}).get("loss", math.nan)))
        if not math.isfinite(self._losses[-1]):
            self._notice("non_finite", "the loss is no number any more")
        elif len(self._losses) >= _FEW_EPOCHS and not is_falling(tuple(self._losses)):
            first, last = self._losses[0], self._losses[-1]
            self._notice("loss_not_falling", f"the loss does not fall: {first:.4g} at first, {last:.4g} now")
        # The first look compiles; each later one waits until the time for it has come together.
        if not self._looks or self._spent * (1 + 1 / self._looks) <= _SHARE * (time.perf_counter() - self._began):
            self._look(at_end=False)

    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:
        """Compares with the best constant answer."""
        self._look(at_end=True)

    def _look(self, at_end: bool) -> None:
        if self.x is None or self.y is None:
            return
        began = time.perf_counter()
        x, y = jax.tree.map(lambda array: np.asarray(array)[:_MOST_SAMPLES], (self.x, self.y))
        outputs = self.model.predict_on_batch(x)
        if isinstance(y, np.ndarray) and isinstance(outputs, np.ndarray):
            self._judge(Data(x, y, x, y, positions=positions_of(outputs.shape[1:], y.shape[1:])), outputs, at_end)
        self._looks += 1
        if self._looks > 1:
            self._spent += time.perf_counter() - began

    def _judge(self, data: Data, outputs: np.ndarray, at_end: bool) -> None:
        answers, labels = data.answers(outputs), data.questions(data.y)
        if np.isfinite(answers).all() and float(answers.std(0).max()) < ConstantOutput.least_deviation:
            self._notice("constant_output", f"every sample gets the same output, {np.round(answers[0], 3).tolist()}")
        if not at_end:
            return
        task = infer_task(labels, answers.shape[-1])
        constant = baseline(labels, labels, task)
        loss = self.model.loss
        logits = reads_logits(keras.losses.serialize(loss) if isinstance(loss, keras.losses.Loss) else loss)
        reached = score(answers, labels, task, logits)
        if reached <= constant.validation:
            told = f"{percent(reached)} is no better than always answering {constant.answer}"
            self._notice("below_baseline", f"{told}, {percent(constant.validation)}")

    def _noticed(self, check: str) -> bool:
        return any(notice.check == check for notice in self.notices)

    def _notice(self, check: str, sentence: str) -> None:
        if not self._noticed(check):
            self.notices.append(Notice(check, self._epoch, sentence))
            self.say(f"unstuck, epoch {self._epoch}: {sentence}")
