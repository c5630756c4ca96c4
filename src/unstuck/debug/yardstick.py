"""A plain network of ours, trained on the user's data: what the data can be expected to give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras import layers

from unstuck.capture import spec_of
from unstuck.debug.data import Data
from unstuck.debug.knowledge import knowledge
from unstuck.debug.task import Task
from unstuck.debug.trial import Budget, Lab, Trial
from unstuck.engine import FitCall
from unstuck.spec import Edit, Spec

_UNITS = 64
_BATCH_SIZE = 32
_LEAST_STEPS = 1500  # enough for Adam at its usual rate to come near the end on small data
_MOST_SAMPLES = 5000
_SEEDS = (1, 2)
_FOLDS = 3


@dataclass(frozen=True)
class Yardstick:
    """What a plain network scored on the validation data.

    Args:
        words: the network in words.
        trials: one a seed.
    """

    words: str
    trials: tuple[Trial, ...]


@dataclass(frozen=True)
class Unseen:
    """What a plain network makes of training samples that it has not seen.

    Args:
        knowledge: how far its outputs go with their labels, as `knowledge` gives it.
        score: as that of trials, mean over the folds.
    """

    knowledge: float
    score: float


def yardstick(data: Data, task: Task, numbers: bool) -> Yardstick:
    """Trains the plain network: standardised inputs, two hidden layers of 64 units with relu, Adam, the usual head.

    Args:
        numbers: whether the inputs are amounts, not the numbers of tokens.
    """
    words = "two hidden layers of 64 units" if numbers else "an embedding and a hidden layer of 64 units"
    return Yardstick(f"a plain network of {words}", tuple(_trials(_alone(data, numbers), task, numbers, _SEEDS)))


def of_unseen(data: Data, task: Task, numbers: bool) -> Unseen:
    """Trains the plain network on parts of the training samples and asks it about the others.

    The training samples are cut into `_FOLDS`; each is answered by a network that was trained on the others, so that
    far more samples speak than a small validation set has.
    """
    data = _alone(data, numbers)
    order = np.random.default_rng(0).permutation(len(data.x))[:_MOST_SAMPLES]
    folds = [np.sort(fold) for fold in np.array_split(order, _FOLDS)]
    outputs, labels, scores = list[np.ndarray](), list[np.ndarray](), list[float]()
    for fold in folds:
        others = np.setdiff1d(order, fold)
        part = replace(data, inputs=data.x[others], labels=data.y[others],
                       validation_inputs=data.x[fold], validation_labels=data.y[fold])  # fmt: skip
        [trial] = _trials(part, task, numbers, _SEEDS[:1])
        if trial.outputs is None:
            return Unseen(0.0, 0.0)
        outputs.append(trial.outputs)
        labels.append(data.questions(data.y[fold]))
        scores.append(trial.score)
    return Unseen(knowledge(np.concatenate(outputs), np.concatenate(labels), task), fmean(scores))


def _trials(data: Data, task: Task, numbers: bool, seeds: Sequence[int]) -> list[Trial]:
    samples = min(len(data.x), _MOST_SAMPLES)
    steps = -(-samples // _BATCH_SIZE)
    epochs = max(3, -(-_LEAST_STEPS // steps))
    model = _network(data, task, numbers)
    call = FitCall(data.x, data.y, batch_size=_BATCH_SIZE, epochs=epochs)
    spec = _standardised(spec_of(model, call), data, task) if numbers else spec_of(model, call)
    return Lab(model, data, task, numbers, epochs).trials(spec, seeds, Budget(samples, epochs))


def _alone(data: Data, numbers: bool) -> Data:
    """Only the output that is looked at, and only that input where it is token numbers; else all inputs in one row."""
    inputs, validation = data.x, data.x_validation
    if numbers and len(jax.tree.leaves(data.inputs)) > 1:
        inputs, validation = (_rows(tree) for tree in (data.inputs, data.validation_inputs))
    return Data(inputs, data.y, validation, data.y_validation, None, data.has_validation, positions=data.positions)


def _rows(inputs: Any) -> Any:
    leaves = [jnp.asarray(leaf, "float32") for leaf in jax.tree.leaves(inputs)]
    return jnp.concatenate([leaf.reshape(len(leaf), -1) for leaf in leaves], axis=1)


def _network(data: Data, task: Task, numbers: bool) -> keras.Model:
    shape = data.x.shape[1:]
    if numbers:
        body = [layers.Flatten(), layers.Dense(_UNITS, activation="relu"), layers.Dense(_UNITS, activation="relu")]
    else:
        tokens = 1 + int(max(data.x.max(), data.x_validation.max()))
        body = [layers.Embedding(tokens, _UNITS), layers.GlobalAveragePooling1D(), layers.Dense(_UNITS, "relu")]
    head, loss = _head(data, task)
    if data.positions:  # as many answers as there are positions, and the activation over each alone
        places = data.y.shape[1 : data.positions + 1]
        spread = [layers.Dense(int(np.prod(places)) * head.units), layers.Reshape((*places, head.units))]
        body, head = [*body, *spread], layers.Activation(head.activation)
    model = keras.Sequential([keras.Input(shape), *body, head])
    model.compile("adam", loss)
    return model


def _head(data: Data, task: Task) -> tuple[keras.layers.Layer, str]:
    columns = int(np.prod(data.y.shape[data.positions + 1 :]))
    if task.kind == "regression":
        return layers.Dense(columns), "mse"
    if task.kind == "multilabel":
        return layers.Dense(columns, "sigmoid"), "binary_crossentropy"
    if task.one_hot:
        return layers.Dense(columns, "softmax"), "categorical_crossentropy"
    if task.kind == "binary" and (task.low, task.high) == (0, 1):
        return layers.Dense(1, "sigmoid"), "binary_crossentropy"
    if task.kind == "binary":  # two other numbers, such as -1 and 1: the nearer one is the answer
        return layers.Dense(1), "mse"
    return layers.Dense(task.classes, "softmax"), "sparse_categorical_crossentropy"


def _standardised(spec: Spec, data: Data, task: Task) -> Spec:
    """The recipe on inputs, and on labels that are amounts, of mean 0 and deviation 1."""
    x, y = np.asarray(data.x, "float64"), np.asarray(data.y, "float64")
    x = np.where(np.isfinite(x), x, 0.0)
    axis = 0 if x.ndim == 2 else None  # the columns of a table, or all pixels alike
    edits = _to_unit("inputs", x.mean(axis), x.std(axis))
    if task.kind == "regression":
        edits += _to_unit("targets", y.mean(), y.std())
    return spec.apply(Edit("missing", None, 0.0), *edits)


def _to_unit(what: str, mean: np.ndarray, deviation: np.ndarray) -> list[Edit]:
    scale = 1 / (deviation + 1e-7)
    return [Edit(f"{what}.shift", 0.0, _plain(mean)), Edit(f"{what}.scale", 1.0, _plain(scale))]


def _plain(values: np.ndarray) -> float | tuple[float, ...]:
    return tuple(values.tolist()) if np.ndim(values) else float(values)
