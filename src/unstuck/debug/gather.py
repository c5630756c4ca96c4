"""Takes a fit's data and measures everything that the checks look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jax
import keras
import numpy as np

from unstuck.debug.case import Case, Stats
from unstuck.debug.task import Baseline, Task, baseline, class_ids, infer_task
from unstuck.debug.trial import Data, Lab, Trial
from unstuck.engine import Epoch, FitCall, why_not_arrays
from unstuck.engine.arrays import training_and_validation
from unstuck.errors import UnstuckError
from unstuck.spec import Spec

_TWENTY_STEPS = 1000


def check_fit(call: FitCall) -> None:
    """What no training could make sense of.

    Raises:
        UnstuckError: zero epochs.
    """
    if call.epochs - call.initial_epoch < 1:
        raise UnstuckError(
            "A training takes at least one epoch.", f"epochs={call.epochs}", "Give fit epochs=1 or more."
        )


def baseline_of(call: FitCall) -> Baseline | None:
    """What a constant answer scores in a fit; None when its labels are not at hand as one array."""
    pair = call.validation_data
    if not _is_numbers(call.y) or (pair is not None and not (isinstance(pair, tuple | list) and _is_numbers(pair[1]))):
        return None
    y = np.asarray(call.y)
    task = infer_task(y)
    if call.validation_data is not None:
        return baseline(y, np.asarray(call.validation_data[1]), task)
    cut = int(len(y) * (1 - call.validation_split))
    return baseline(y[:cut], y[cut:] if cut < len(y) else y, task)


def _is_numbers(y: Any) -> bool:
    return hasattr(y, "shape") and len(y) > 0 and np.asarray(y).dtype.kind in "biuf"


def take_data(call: FitCall) -> Data:
    """The arrays of a fit.

    Raises:
        UnstuckError: they are not numbers, of one class, of unequal length, or there are several inputs or outputs.
    """
    lengths = [len(array) for array in (call.x, call.y) if hasattr(array, "__len__")]
    if len(set(lengths)) > 1:
        raise UnstuckError(
            "There has to be one label for each sample.",
            f"{lengths[0]} samples and {lengths[1]} labels",
            "x has its samples along the second axis: x = x.T."
            if np.shape(call.x)[1:] == (lengths[1],)
            else "Look at how x and y are cut or loaded.",
        )
    if why_not_arrays(call) is not None:
        raise UnstuckError(
            "The debugger reads data that is given to fit as arrays.",
            why_not_arrays(call) or "",
            "Give fit arrays, x and y; a few thousand samples of your data are enough to find out what is wrong.",
        )
    train, validation = training_and_validation(call)
    x, y, *weights = train.arrays
    if not isinstance(x, jax.Array) or not isinstance(y, jax.Array):
        raise UnstuckError("The debugger reads networks with one input array and one label array.", "several arrays")
    x_validation, y_validation = validation.arrays[:2] if validation is not None else (x, y)
    data = Data(x, y, x_validation, y_validation, weights[0] if weights else None, validation is not None)
    _check_numbers(data)
    return data


def _check_numbers(data: Data) -> None:
    for name, array in (("x", data.x), ("y", data.y), ("validation x", data.x_validation)):
        broken = int(np.size(array) - np.isfinite(np.asarray(array)).sum())
        if broken:
            raise UnstuckError(
                "Every input and label has to be a finite number.",
                f"{broken:,} of {np.size(array):,} numbers in {name} are NaN or infinite",
                f"Find them with np.argwhere(~np.isfinite({name.split()[-1]})) and mend or drop those samples.",
            )
    if len(np.unique(np.asarray(data.y), axis=0)) < 2:
        raise UnstuckError(
            "There have to be at least two different labels.",
            f"{len(data.y):,} labels, all {np.asarray(data.y).reshape(len(data.y), -1)[0].tolist()}",
            "Look at how the labels are made; with one class there is nothing to learn.",
        )


def make_case(
    model: keras.Model,
    spec: Spec,
    task: Task,
    data: Data,
    lab: Lab,
    epochs: Sequence[Epoch],
    before: Sequence[Trial],
) -> Case:
    """Measures what the checks look at."""
    outputs = np.asarray(model.predict(np.asarray(data.x_validation), batch_size=1000, verbose=0), "float32")
    outputs = outputs.reshape(len(outputs), -1)
    # A recipe that no trial could train cannot learn 20 examples either.
    twenty_score = 0.0 if all(trial.error for trial in before) else lab.twenty(spec, _TWENTY_STEPS)[0]
    losses = tuple(float(epoch.logs["loss"]) for epoch in epochs) or before[0].losses
    return Case(
        spec=spec,
        task=task,
        baseline=baseline(np.asarray(data.y), np.asarray(data.y_validation), task),
        samples=len(data.x),
        inputs=Stats.of(data.x),
        validation_inputs=Stats.of(data.x_validation) if data.has_validation else None,
        shares=_shares(data, task),
        features=_features(data.x),
        seen=_seen_by_first_weights(model, np.asarray(data.x[:256])),
        outputs=outputs,
        labels=np.asarray(data.y_validation),
        label_columns=int(np.prod(data.y.shape[1:])),
        scores=tuple(trial.score for trial in before),
        losses=losses,
        twenty_score=twenty_score,
        twenty_steps=_TWENTY_STEPS,
    )


def _shares(data: Data, task: Task) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    if task.kind not in ("binary", "multiclass") or not data.has_validation or data.sample_weight is not None:
        return None
    counts = [np.bincount(class_ids(y, task), minlength=task.classes) for y in (data.y, data.y_validation)]
    train, validation = (tuple((count / count.sum()).tolist()) for count in counts)
    return (train, validation) if len(train) == len(validation) else None


def _features(x: jax.Array) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    if x.ndim != 2:
        return None
    rows = np.asarray(x, "float64")
    return tuple(rows.mean(0).tolist()), tuple(rows.std(0).tolist())


def _seen_by_first_weights(model: keras.Model, x: np.ndarray) -> Stats | None:
    if not takes_numbers(model):
        return None
    first = next((layer for layer in model.layers if hasattr(layer, "kernel") or hasattr(layer, "cell")), None)
    if first is None:
        return Stats.of(x)
    return Stats.of(keras.Model(model.inputs[0], first.input).predict(x, verbose=0))


def takes_numbers(model: keras.Model) -> bool:
    """Whether the inputs are amounts, not the numbers of tokens."""
    return not any(isinstance(layer, keras.layers.Embedding) for layer in model._flatten_layers())
