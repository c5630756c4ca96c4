"""Takes a fit's data and measures everything that the checks look at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import jax
import keras
import numpy as np

from unstuck.debug import facts
from unstuck.debug.case import Case, Stats
from unstuck.debug.checks.too_much_dropout import TooMuchDropout
from unstuck.debug.data import Data, in_order, positions_of
from unstuck.debug.inside import first_broken, insides
from unstuck.debug.network import (
    apart,
    feeding,
    heavy_dropout,
    learned,
    predicted,
    random_layers,
    seen_by_first_weights,
    takes_numbers,
)
from unstuck.debug.outputs import Output
from unstuck.debug.task import Baseline, Task, baseline, infer_task
from unstuck.debug.trial import Lab, Trial
from unstuck.engine import Epoch, FitCall, why_not_arrays
from unstuck.engine.arrays import training_and_validation
from unstuck.engine.samples import Arrays, Resident
from unstuck.errors import UnstuckError
from unstuck.spec import Spec
from unstuck.words import joined

_TWENTY_STEPS = 1000  # at most


def check_fit(call: FitCall) -> None:
    """What no training could make sense of.

    Raises:
        UnstuckError: zero epochs.
    """
    if call.epochs - call.initial_epoch < 1:
        raise UnstuckError(
            "A training takes at least one epoch.", f"epochs={call.epochs}", "Give fit epochs=1 or more."
        )


def check_compiled(model: keras.Model) -> None:
    """What the experiments need to train the network.

    Raises:
        UnstuckError: no optimiser, or no loss.
    """
    if getattr(model, "optimizer", None) is None or model.loss is None:
        raise UnstuckError(
            "The debugger trains with the loss and the optimizer that compile was given.",
            f"{type(model).__name__} compiled without a loss, as for a train_step of its own",
            "Give compile both; the experiments use them with Keras' own training step.",
        )


def replace_labels(data: Data, model: keras.Model) -> Data:
    """The data with labels that were given by name in the order of the network's outputs."""
    names, structure = getattr(model, "output_names", None), getattr(model, "_outputs_struct", None)
    labels, validation = (in_order(y, names, structure) for y in (data.labels, data.validation_labels))
    return replace(data, labels=labels, validation_labels=validation)


def baseline_of(call: FitCall) -> Baseline | None:
    """What a constant answer scores in a fit; None when its labels are not at hand as one array."""
    pair = call.validation_data
    if not _is_numbers(call.y) or (pair is not None and not (isinstance(pair, tuple | list) and _is_numbers(pair[1]))):
        return None
    y = np.asarray(call.y)
    if y.ndim > 2:
        return None  # how many questions a sample asks is known only beside the network's outputs
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
        UnstuckError: they are not numbers, empty, of one class, or of unequal length.
    """
    for name, value in (("x", call.x), ("y", call.y)):
        if value is None:
            raise UnstuckError(
                "The debugger reads inputs and labels.",
                f"{name}={value}",
                "Give model.fit both; a network that learns its own inputs is given them twice: fit(x, x).",
            )
    _check_lengths(call)
    if why_not_arrays(call) is not None:
        raise UnstuckError(
            "The debugger reads data as arrays.", why_not_arrays(call) or "", "Give fit arrays, x and y."
        )
    (x, y, *weights), held_out = _on_device(call)
    x_validation, y_validation = held_out[:2] if held_out is not None else (x, y)
    data = Data(x, y, x_validation, y_validation, weights[0] if weights else None, held_out is not None)
    _check_numbers(data)
    return data


def _on_device(call: FitCall) -> tuple[Arrays, Arrays | None]:
    """All training and validation samples; `drawn` has seen to it that there are not too many."""
    train, validation = (each and each.samples for each in training_and_validation(call, budget=math.inf))
    assert isinstance(train, Resident)
    assert isinstance(validation, Resident | None)
    return train.arrays, validation and validation.arrays


def aim(data: Data, model: keras.Model, answers: Any, output: Output) -> Data:
    """The data with one of the outputs, and the input that is most in need of a look, chosen.

    Args:
        answers: the network's outputs for some samples: their shapes tell the positions.
    """
    shape = jax.tree.leaves(answers)[output.place].shape
    positions = positions_of(tuple(shape[1:]), jax.tree.leaves(data.labels)[output.place].shape[1:])
    chosen = replace(data, output=output.place, positions=positions)
    numbers = [place for place in range(len(jax.tree.leaves(data.inputs))) if takes_numbers(model, data, place)]
    largest = max(numbers, key=lambda place: float(np.abs(Stats.of(replace(data, input=place).x).high)), default=0)
    return replace(chosen, input=largest)


def _check_lengths(call: FitCall) -> None:
    arrays = [array for array in jax.tree.leaves((call.x, call.y)) if hasattr(array, "__len__")]
    lengths = [len(array) for array in arrays]
    if 0 in lengths:
        raise UnstuckError(
            "A training takes samples.",
            f"x and y of the shapes {joined([str(np.shape(array)) for array in arrays])}",
            "Look at how the data is loaded and cut: nothing is left of it.",
        )
    if len(set(lengths)) > 1:
        raise UnstuckError(
            "There has to be one label for each sample.",
            f"{lengths[0]} samples and {next(n for n in lengths if n != lengths[0])} labels",
            "x has its samples along the second axis: x = x.T."
            if np.shape(arrays[0])[1:] == (lengths[1],)
            else "Look at how x and y are cut or loaded.",
        )


def _check_numbers(data: Data) -> None:
    for y in jax.tree.leaves(data.labels):
        broken = int(np.size(y) - np.isfinite(np.asarray(y)).sum())
        if broken:
            raise UnstuckError(
                "Every label has to be a finite number.",
                f"{broken:,} of {np.size(y):,} numbers in y are NaN or infinite",
                "Find them with np.argwhere(~np.isfinite(y)) and mend or drop those samples.",
            )
    for x in jax.tree.leaves(data.inputs):
        if not np.isfinite(np.asarray(x)).any():
            raise UnstuckError(
                "Inputs have to be numbers.",
                f"{np.size(x):,} numbers in x, of which none is finite",
                "Look at how the inputs are loaded and computed.",
            )
    for y in jax.tree.leaves(data.labels):
        rows = np.asarray(y).reshape(len(y), -1)
        if (rows == rows[:1]).all():
            raise UnstuckError(
                "There have to be at least two different labels.",
                f"{len(rows):,} labels, all {rows[0].tolist()}"[:200],
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
    outputs = data.answers(predicted(model, data.validation_inputs))
    # A recipe that no trial could train cannot learn 20 examples either.
    hopeless = all(trial.error for trial in before)
    twenty_score, twenty_losses = (0.0, []) if hopeless else lab.twenty(spec, _TWENTY_STEPS)
    questions, labels = data.questions(data.y), data.questions(data.y_validation)
    readings = next((trial.readings for trial in before if trial.readings), ())
    losses = tuple(float(epoch.logs["loss"]) for epoch in epochs) or before[0].losses
    return Case(
        spec=spec,
        task=task,
        baseline=baseline(questions, labels, task),
        samples=len(data.x),
        inputs=Stats.of(data.x),
        validation_inputs=Stats.of(data.x_validation) if data.has_validation else None,
        shares=facts.shares(data, task),
        features=facts.features(data.x),
        validation_features=facts.features(data.x_validation) if data.has_validation else None,
        seen=seen_by_first_weights(model, data),
        outputs=outputs,
        labels=labels,
        label_columns=int(np.prod(questions.shape[1:])),
        positions=data.positions,
        feeding=feeding(model, spec, data.output),
        apart=apart(model, data, outputs),
        leaked=facts.leaked(data),
        contradicted=facts.contradicted(data, task),
        padding=facts.padding(data.x),
        weights=facts.weights(data, task),
        rows_alike=facts.rows_alike(data.x),
        roughness=facts.roughness(data.x),
        wraps=facts.wraps(data.x),
        explained_by_steps=facts.explained_by_steps(data, spec, task),
        learned=learned(model),
        random_layers=random_layers(model),
        heavy_dropout=heavy_dropout(model, TooMuchDropout.greatest_rate) if spec.model is None else (),
        is_copy=facts.is_copy(data),
        validation_losses=tuple(float(epoch.logs["val_loss"]) for epoch in epochs if "val_loss" in epoch.logs),
        scores=tuple(trial.score for trial in before),
        losses=losses,
        insides=insides(spec, readings),
        non_finite=first_broken(readings),
        twenty_score=twenty_score,
        twenty_steps=len(twenty_losses) or _TWENTY_STEPS,
        twenty_losses=tuple(twenty_losses),
    )
