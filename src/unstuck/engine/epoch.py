"""What one pass over the data gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from unstuck.engine.probes import Readings


@dataclass(frozen=True, eq=False)
class Epoch:
    """One finished epoch.

    Args:
        number: counted from 1.
        logs: Keras' `History` values of this epoch (`loss`, `accuracy`, `val_loss`, …).
        steps: one float32 array of shape (steps,) a quantity: the loss of every batch, and every metric that is a
            mean, on that batch alone.
        seconds: wall time, validation included.
        probes: what the probes read, when there are any and the engine's own loop trained.
    """

    number: int
    logs: Mapping[str, float]
    steps: Mapping[str, np.ndarray]
    seconds: float
    probes: Readings | None = None
