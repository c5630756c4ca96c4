"""scikit-learn's old `cross_validation` and `grid_search`, gone since 0.20: splits were made of lengths and labels."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn import model_selection

Splits = list[tuple[np.ndarray, np.ndarray]]  # (train, test) index arrays
_SCORES = ("log_loss", "mean_squared_error", "mean_absolute_error", "median_absolute_error")


def _splits(splitter: Any, y: Any) -> Splits:
    y = np.asarray(y)
    return list(splitter.split(np.zeros((len(y), 1)), y))


def _drawn(shuffle: bool, random_state: Any) -> dict[str, Any]:
    return {"shuffle": shuffle, "random_state": random_state if shuffle else None}


def KFold(n: int, n_folds: int = 3, shuffle: bool = False, random_state: Any = None) -> Splits:
    """Folds of n samples."""
    return _splits(model_selection.KFold(n_folds, **_drawn(shuffle, random_state)), np.zeros(n))


def StratifiedKFold(y: Any, n_folds: int = 3, shuffle: bool = False, random_state: Any = None) -> Splits:
    """Folds with the labels' shares in each."""
    return _splits(model_selection.StratifiedKFold(n_folds, **_drawn(shuffle, random_state)), y)


def ShuffleSplit(n: int, n_iter: int = 10, test_size: Any = 0.1, **kwargs: Any) -> Splits:
    """Splits of n samples at random."""
    return _splits(model_selection.ShuffleSplit(n_iter, test_size=test_size, **kwargs), np.zeros(n))


def StratifiedShuffleSplit(y: Any, n_iter: int = 10, test_size: Any = 0.1, **kwargs: Any) -> Splits:
    """Splits at random with the labels' shares in each."""
    return _splits(model_selection.StratifiedShuffleSplit(n_iter, test_size=test_size, **kwargs), y)


def LeaveOneOut(n: int) -> Splits:
    """Each sample as a test."""
    return _splits(model_selection.LeaveOneOut(), np.zeros(n))


def _todays(kwargs: dict[str, Any]) -> dict[str, Any]:
    scoring = kwargs.get("scoring")
    kwargs = {name: value for name, value in kwargs.items() if name not in ("iid", "fit_params")}
    return {**kwargs, "scoring": f"neg_{scoring}"} if scoring in _SCORES else kwargs


def GridSearchCV(*args: Any, **kwargs: Any) -> Any:
    """Today's, with the old names of its scores."""
    return model_selection.GridSearchCV(*args, **_todays(kwargs))


def RandomizedSearchCV(*args: Any, **kwargs: Any) -> Any:
    """Today's, with the old names of its scores."""
    return model_selection.RandomizedSearchCV(*args, **_todays(kwargs))


def cross_val_score(*args: Any, **kwargs: Any) -> Any:
    """Today's, with the old names of its scores."""
    return model_selection.cross_val_score(*args, **_todays(kwargs))
