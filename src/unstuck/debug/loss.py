"""The names of Keras' losses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

_OF_LOGITS = {
    "binary_crossentropy": "BinaryCrossentropy",
    "categorical_crossentropy": "CategoricalCrossentropy",
    "sparse_categorical_crossentropy": "SparseCategoricalCrossentropy",
}
_ROUNDING = 0.01  # of the sum of shares
_SHORT = {
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
    "bce": "binary_crossentropy",
    "kld": "kl_divergence",
    "logcosh": "log_cosh",
}


def canonical_loss(loss: Any) -> str | None:
    """`"MSE"`, `mean_squared_error` or a serialised `MeanSquaredError` → `"mean_squared_error"`; None for other
    things.
    """
    name = loss.get("class_name") if isinstance(loss, Mapping) else loss
    if not isinstance(name, str):
        return None
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    return _SHORT.get(snake, snake)


def reads_logits(loss: Any) -> bool:
    """Whether a loss takes the outputs for logits."""
    return isinstance(loss, Mapping) and bool(loss.get("config", {}).get("from_logits"))


def of_logits(name: str) -> Any:
    """A loss by its name, as one that takes the outputs for logits where there is such a one; serialised."""
    return {"class_name": _OF_LOGITS[name], "config": {"from_logits": True}} if name in _OF_LOGITS else name


def are_shares(outputs: np.ndarray, loss: str) -> bool:
    """Whether outputs, float (n, units), are what a cross-entropy takes: from 0 to 1, and 1 in sum where one class is
    the answer. Those that are not finite count as such: they have another fault."""
    if not np.isfinite(outputs).all():
        return True
    inside = outputs.min() >= 0 and outputs.max() <= 1
    apart = loss.startswith("binary")  # each unit answers a question of its own
    return bool(inside and (apart or np.abs(outputs.sum(1) - 1).max() < _ROUNDING))
