"""A loop over `train_on_batch`, remembered as the fit that it stands for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np

from unstuck.capture.replacing import replaced
from unstuck.capture.sites import calling_site
from unstuck.engine import FitCall
from unstuck.spec import Site

_MOST_SAMPLES = 50_000


@dataclass
class Loop:
    """What the first model that is trained by hand has seen; empty until there is one.

    Args:
        batches: each different batch once, as (x, y), in the order seen.
        steps: how often `train_on_batch` was called.
        weights: of the model before the first step.
    """

    model: keras.Model | None = None
    site: Site | None = None
    weights: list[np.ndarray] = field(default_factory=list)
    batches: dict[bytes, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)
    samples: int = 0
    steps: int = 0

    def take(self, model: keras.Model, x: Any, y: Any) -> None:
        """Remembers one batch of single arrays, up to 50,000 samples in all."""
        if not hasattr(x, "shape") or not hasattr(y, "shape") or self.model not in (None, model):
            return
        if self.model is None:
            self.model, self.site = model, calling_site()
            if not model.built:
                model.build(x.shape)
            self.weights = model.get_weights()
        self.steps += 1
        x, y = np.asarray(x), np.asarray(y)
        if x.shape[0] + self.samples <= _MOST_SAMPLES:
            key = _fingerprint(x, y)
            if key not in self.batches:
                self.batches[key] = x, y
                self.samples += len(x)

    def as_fit(self) -> FitCall:
        """The same batches as one data set, for as many passes as the loop made over it."""
        xs, ys = zip(*self.batches.values(), strict=True)
        return FitCall(
            x=np.concatenate(xs),
            y=np.concatenate(ys),
            batch_size=len(xs[0]),
            epochs=max(1, round(self.steps / len(xs))),
            verbose=0,
        )


def _fingerprint(x: np.ndarray, y: np.ndarray) -> bytes:
    digest = hashlib.blake2b(np.ascontiguousarray(x).view(np.uint8).data, digest_size=16)
    digest.update(np.ascontiguousarray(y).view(np.uint8).data)
    return digest.digest()


@contextmanager
def remembered(loop: Loop) -> Iterator[None]:
    """Inside, `train_on_batch` is remembered, and does what it always does."""
    train: Callable[..., Any] = keras.Model.train_on_batch

    def train_on_batch(self: keras.Model, x: Any, y: Any = None, *args: Any, **kwargs: Any) -> Any:
        loop.take(self, x, y)
        return train(self, x, y, *args, **kwargs)

    with replaced(keras.Model, "train_on_batch", train_on_batch):
        yield
