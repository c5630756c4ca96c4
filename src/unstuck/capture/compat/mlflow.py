"""`mlflow` where it is not installed: what it is told goes to the run's folder; `autolog` has nothing left to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unstuck.capture.compat.notes import current_notes
from unstuck.capture.compat.quiet import Quiet
from unstuck.capture.compat.wandb import _Logging


def log_param(key: str, value: Any, *_: Any) -> Any:
    """One setting."""
    current_notes().config[key] = value
    return value


def log_params(params: Mapping[str, Any], *_: Any) -> None:
    """Several settings."""
    current_notes().config.update(params)


def log_metric(key: str, value: float, *_: Any, **__: Any) -> None:
    """One value."""
    current_notes().log({key: float(value)})


def log_metrics(metrics: Mapping[str, float], *_: Any, **__: Any) -> None:
    """Several values."""
    current_notes().log({name: float(value) for name, value in metrics.items()})


class MlflowCallback(_Logging):
    """Takes all of MLflow's arguments."""


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return Quiet()
