"""What is known of Keras' losses: their names, and which one fits which labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from unstuck.debug.task import Task

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
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    return _SHORT.get(snake, snake)


def reads_logits(loss: Any) -> bool:
    """Whether a loss takes the outputs for logits."""
    return isinstance(loss, Mapping) and bool(loss.get("config", {}).get("from_logits"))


def fitting_losses(task: Task, units: int) -> list[str]:
    """The losses that fit the labels and the output units, the usual one first."""
    if task.kind == "regression":
        return ["mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "mean_absolute_percentage_error",
                "mean_squared_logarithmic_error", "poisson"]  # fmt: skip
    if task.kind == "multilabel":
        return ["binary_crossentropy", "binary_focal_crossentropy"]
    if task.one_hot:
        return ["categorical_crossentropy", "categorical_focal_crossentropy", "kl_divergence", "categorical_hinge"]
    if task.kind == "binary" and units == 1:
        signs = ["hinge", "squared_hinge"] if task.low == -1 else []
        return [*signs, "binary_crossentropy", "binary_focal_crossentropy", *([] if signs else ["hinge"])]
    return ["sparse_categorical_crossentropy"]
