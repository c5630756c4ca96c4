"""Methods and arguments that models had in Keras 1 and 2."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any

import keras
import numpy as np
from keras.src.models.functional import Functional

from unstuck.capture.compat.answers import answers
from unstuck.capture.compat.old_layers import Merge
from unstuck.capture.compat.text_models import in_numbers
from unstuck.capture.compat.tf_data import Dataset
from unstuck.capture.replacing import replaced

_RENAMED = {"nb_epoch": "epochs", "nb_val_samples": "validation_steps", "samples_per_epoch": "steps_per_epoch"}
_RENAMED |= {"generator": "x", "val_samples": "steps", "X": "x", "input": "inputs", "output": "outputs"}
_DROPPED = {
    "fit": ("workers", "use_multiprocessing", "max_queue_size", "max_q_size", "nb_worker", "pickle_safe", "use_pickle"),
    "compile": ("class_mode", "sample_weight_mode", "theano_mode", "target_tensors", "experimental_run_tf_function"),
}
_LOSSES = {"cosine_proximity": "cosine_similarity", "kullback_leibler_divergence": "kl_divergence"}


def fit_arguments(model: keras.Model, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """What a script gave to `fit`, under today's names: `(args, kwargs)`."""
    if kwargs.pop("show_accuracy", False):
        with_accuracy(model)
    samples = "samples_per_epoch" in kwargs
    kwargs = {_RENAMED.get(name, name): value for name, value in kwargs.items() if name not in _DROPPED["fit"]}
    args, kwargs = _in_numbers(model, args, kwargs)
    if len(args) > 1:
        args = (args[0], _of_one_output(model, args[1]), *args[2:])
    elif "y" in kwargs:
        kwargs["y"] = _of_one_output(model, kwargs["y"])
    x = args[0] if args else kwargs.get("x")
    if isinstance(x, Dataset):
        return (), _from_dataset(x, args[1:], kwargs)
    validation = kwargs.get("validation_data")
    if isinstance(validation, Dataset):
        kwargs["validation_data"] = validation.as_pair() or validation.as_batches()
    if samples:
        for name, source in (("steps_per_epoch", x), ("validation_steps", validation)):
            if kwargs.get(name):
                kwargs[name] = max(1, round(kwargs[name] / _batch_of(source)))
    for name in ("steps_per_epoch", "validation_steps", "epochs", "batch_size"):
        if isinstance(kwargs.get(name), float | np.floating):
            kwargs[name] = max(1, int(kwargs[name]))
    return args, kwargs


def _of_one_output(model: keras.Model, y: Any) -> Any:
    """Labels by the name of the only output, as those labels: Keras 3 finds no loss for them."""
    single = isinstance(y, dict) and len(y) == 1 and isinstance(model, Functional) and len(model.outputs) == 1
    return next(iter(y.values())) if single and not isinstance(model.output, dict) else y


def _in_numbers(
    model: keras.Model, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    if args:
        args = (in_numbers(model, args[0]), *args[1:])
    elif "x" in kwargs:
        kwargs = {**kwargs, "x": in_numbers(model, kwargs["x"])}
    validation = kwargs.get("validation_data")
    if isinstance(validation, Dataset):
        kwargs = {**kwargs, "validation_data": in_numbers(model, validation)}
    elif isinstance(validation, list | tuple):
        kwargs = {**kwargs, "validation_data": (in_numbers(model, validation[0]), *validation[1:])}
    return args, kwargs


def _from_dataset(data: Dataset, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """A pipeline over arrays as those arrays, its batch size and whether it shuffles: a recipe one can change."""
    validation = kwargs.get("validation_data")
    if isinstance(validation, Dataset):
        kwargs["validation_data"] = validation.as_pair() or validation.as_batches()
    pair = data.as_pair()
    if pair is None:
        return {**kwargs, "x": data.as_batches()}
    steps = kwargs.pop("steps_per_epoch", None)
    if steps is not None and steps * data.batch_size < len(pair[1]):
        kwargs["steps_per_epoch"] = steps
    given = dict(zip(("x", "y", "sample_weight"), pair, strict=False))
    return {**kwargs, **given, "batch_size": data.batch_size, "shuffle": data.shuffles}


def _batch_of(source: Any) -> int:
    """Samples in a batch of a generator that says so; Keras 1 counted an epoch in samples."""
    return int(getattr(source, "batch_size", None) or getattr(source, "batch", None) or 32)


def with_accuracy(model: keras.Model) -> None:
    """Keras 0.3's `show_accuracy=True` asked for at `fit` what is now asked for at `compile`."""
    model.compile(optimizer=model.optimizer, loss=model.loss, metrics=["accuracy"])


@contextmanager
def old_methods() -> Iterator[None]:
    """Inside, models have the methods of Keras 1 and 2, and take their arguments."""
    model = keras.Model
    with ExitStack() as stack:
        for name, method in _METHODS.items():
            stack.enter_context(replaced(model, name, method))
        for name in ("evaluate", "predict"):
            stack.enter_context(replaced(model, name, _translating(getattr(model, name))))
        stack.enter_context(replaced(model, "compile", _compiling(model.compile)))
        stack.enter_context(replaced(model, "__new__", staticmethod(_making(model.__new__))))
        stack.enter_context(replaced(model, "__init__", _naming(model.__init__)))
        stack.enter_context(replaced(Functional, "__init__", _naming(Functional.__init__)))
        stack.enter_context(replaced(keras.Sequential, "add", _adding(keras.Sequential.add)))
        yield


def _compiling(compile: Callable[..., None]) -> Callable[..., None]:
    @wraps(compile)
    def with_old_arguments(self: keras.Model, *args: Any, **kwargs: Any) -> None:
        for name in _DROPPED["compile"]:
            kwargs.pop(name, None)
        if kwargs.pop("show_accuracy", False):
            kwargs.setdefault("metrics", ["accuracy"])
        if len(args) > 2 and _are_metrics(args[2]):  # Keras 2 had them before the weights of the losses
            kwargs, args = (
                {"metrics": args[2], **dict(zip(("loss_weights",), args[3:], strict=False)), **kwargs},
                args[:2],
            )
        if isinstance(kwargs.get("loss"), str):
            kwargs["loss"] = _LOSSES.get(kwargs["loss"], kwargs["loss"])
        compile(self, *args, **kwargs)

    return with_old_arguments


def _are_metrics(given: Any) -> bool:
    return any(isinstance(each, str) or callable(each) for each in keras.tree.flatten(given))


def _translating(method: Callable[..., Any]) -> Callable[..., Any]:
    known = set(inspect.signature(method).parameters)

    @wraps(method)
    def with_old_arguments(self: keras.Model, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("show_accuracy", None)
        x = args[0] if args else kwargs.get("x")
        kwargs = {
            _RENAMED.get(name, name): value for name, value in kwargs.items() if name in known or name in _RENAMED
        }
        if isinstance(x, Dataset):
            args, kwargs = (x.as_batches(), *args[1:]), {n: v for n, v in kwargs.items() if n != "x"}
        if isinstance(kwargs.get("steps"), float):
            kwargs["steps"] = max(1, int(kwargs["steps"]))
        return answers(method(self, *args, **kwargs))

    return with_old_arguments


def _making(new: Callable[..., keras.Model]) -> Callable[..., keras.Model]:
    def __new__(cls: type, *args: Any, **kwargs: Any) -> keras.Model:
        return new(cls, *args, **{_RENAMED.get(name, name): value for name, value in kwargs.items()})

    return __new__


def _naming(init: Callable[..., None]) -> Callable[..., None]:
    @wraps(init)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **{_RENAMED.get(name, name): value for name, value in kwargs.items()})

    return __init__


def _adding(add: Callable[..., None]) -> Callable[..., None]:
    @wraps(add)
    def with_merge(self: keras.Sequential, layer: Any, *args: Any, **kwargs: Any) -> None:
        if isinstance(layer, Merge):
            layer.take_over(self)
        else:
            add(self, layer, *args, **kwargs)

    return with_merge


def _fit_generator(
    self: keras.Model,
    generator: Any,
    steps_per_epoch: Any = None,
    epochs: int = 1,
    verbose: Any = 1,
    callbacks: Any = None,
    validation_data: Any = None,
    validation_steps: Any = None,
    class_weight: Any = None,
    **kwargs: Any,
) -> Any:
    given = {
        **{"steps_per_epoch": steps_per_epoch, "epochs": kwargs.pop("nb_epoch", epochs), "verbose": verbose},
        **{"callbacks": callbacks, "validation_data": validation_data, "validation_steps": validation_steps},
        **{"class_weight": class_weight, **kwargs},
    }
    return self.fit(generator, **{name: value for name, value in given.items() if value is not None})


def _evaluate_generator(self: keras.Model, generator: Any, steps: Any = None, **kwargs: Any) -> Any:
    samples = kwargs.pop("val_samples", None)
    steps = steps if samples is None else max(1, round(samples / _batch_of(generator)))
    return self.evaluate(generator, steps=steps, verbose=kwargs.get("verbose", 0))


def _predict_generator(self: keras.Model, generator: Any, steps: Any = None, **kwargs: Any) -> Any:
    samples = kwargs.pop("val_samples", None)
    steps = steps if samples is None else max(1, round(samples / _batch_of(generator)))
    return self.predict(generator, steps=steps, verbose=kwargs.get("verbose", 0))


def _predict_classes(self: keras.Model, x: Any, batch_size: int = 32, verbose: int = 0) -> np.ndarray:
    """Class numbers (n,), or (n, 1) of 0 and 1 for one output."""
    answers = self.predict(x, batch_size=batch_size, verbose=verbose)
    return answers.argmax(axis=-1) if answers.shape[-1] > 1 else (answers > 0.5).astype("int32")


def _predict_proba(self: keras.Model, x: Any, batch_size: int = 32, verbose: int = 0) -> np.ndarray:
    return self.predict(x, batch_size=batch_size, verbose=verbose)


def _reset_states(self: keras.Model) -> None:
    for layer in self._flatten_layers():
        if isinstance(layer, keras.layers.RNN):
            layer.reset_state()


_METHODS: dict[str, Callable[..., Any]] = {
    "fit_generator": _fit_generator,
    "evaluate_generator": _evaluate_generator,
    "predict_generator": _predict_generator,
    "predict_classes": _predict_classes,
    "predict_proba": _predict_proba,
    "reset_states": _reset_states,
}
