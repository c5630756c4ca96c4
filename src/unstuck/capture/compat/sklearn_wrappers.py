"""`keras.wrappers.scikit_learn`, gone since Keras 2.12: a function that builds a model, as an estimator."""

from __future__ import annotations

import inspect
from typing import Any

import keras
import numpy as np


class _Wrapper:
    """An estimator as scikit-learn sees one.

    Args:
        build_fn: makes a compiled model; it gets those of the parameters that it names.
        parameters: of `build_fn`, and of the model's own `fit` and `predict`.
    """

    _estimator_type = ""

    def __init__(self, build_fn: Any = None, **parameters: Any) -> None:
        self.build_fn, self.sk_params = build_fn or parameters.pop("model", None), parameters

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The parameters, for `clone` and the searches."""
        return {"build_fn": self.build_fn, **self.sk_params}

    def set_params(self, **parameters: Any) -> Any:
        """Other parameters."""
        self.build_fn = parameters.pop("build_fn", self.build_fn)
        self.sk_params = {**self.sk_params, **parameters}
        return self

    def _of(self, function: Any) -> dict[str, Any]:
        known = inspect.signature(function).parameters
        parameters = {"epochs" if name == "nb_epoch" else name: value for name, value in self.sk_params.items()}
        return {name: value for name, value in parameters.items() if name in known}

    def fit(self, x: Any, y: Any, **kwargs: Any) -> Any:
        """Builds a new model and trains it."""
        build = self.build_fn or type(self).__call__.__get__(self)  # a subclass may build in its own call
        self.model = build(**self._of(build))
        loss = self.model.loss
        y = np.asarray(y)
        if loss == "categorical_crossentropy" and y.ndim == 1:
            y = keras.utils.to_categorical(y)
        self.history = self.model.fit(np.asarray(x), y, **{**self._of(keras.Model.fit), **kwargs})
        return self

    def _predict(self, x: Any, **kwargs: Any) -> np.ndarray:
        verbose = {"verbose": 0, **self._of(keras.Model.predict)}
        return self.model.predict(np.asarray(x), **{**verbose, **kwargs})

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import ClassifierTags, InputTags, RegressorTags, Tags, TargetTags

        kind = self._estimator_type
        return Tags(
            estimator_type=kind,
            target_tags=TargetTags(required=True),
            classifier_tags=ClassifierTags() if kind == "classifier" else None,
            regressor_tags=RegressorTags() if kind == "regressor" else None,
            input_tags=InputTags(),
        )


class KerasClassifier(_Wrapper):
    """A classifier; `classes_` are the labels that it has seen."""

    _estimator_type = "classifier"

    def fit(self, x: Any, y: Any, **kwargs: Any) -> Any:
        """Trains on class numbers or names, or on one-hot rows."""
        y = np.asarray(y)
        if y.ndim == 2 and y.shape[1] > 1:
            self.classes_ = np.arange(y.shape[1])
        else:
            self.classes_, y = np.unique(y.reshape(-1), return_inverse=True)
        return super().fit(x, y, **kwargs)

    def predict(self, x: Any, **kwargs: Any) -> np.ndarray:
        """Labels (n,)."""
        answers = self._predict(x, **kwargs)
        numbers = answers.argmax(-1) if answers.shape[-1] > 1 else (answers > 0.5).astype(int).reshape(-1)
        return self.classes_[numbers]

    def predict_proba(self, x: Any, **kwargs: Any) -> np.ndarray:
        """Probabilities (n, classes)."""
        answers = self._predict(x, **kwargs)
        return np.hstack([1 - answers, answers]) if answers.shape[1] == 1 else answers

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        """The share of right answers."""
        y = np.asarray(y)
        return float(np.mean(self.predict(x) == (y.argmax(-1) if y.ndim == 2 and y.shape[1] > 1 else y.reshape(-1))))


class KerasRegressor(_Wrapper):
    """A regressor."""

    _estimator_type = "regressor"

    def predict(self, x: Any, **kwargs: Any) -> np.ndarray:
        """Amounts (n,)."""
        return np.squeeze(self._predict(x, **kwargs), -1)

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        """The negative mean squared error, as Keras 2's wrapper had it for such a loss."""
        return -float(np.mean((self.predict(x) - np.asarray(y).reshape(-1)) ** 2))
