"""A plain network of ours, trained on the user's data: what the data can be expected to give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
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
_SMALLEST, _LARGEST = 8, 64  # pixels a side of pictures of which a convolution is quickly trained
_MOST_TOKENS = 100_000  # of an input; more are amounts
_FEW_TOKENS = 4  # each of which has a place of its own; more are a text


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
    """What a network makes of training samples that it has not seen.

    Args:
        words: the network in words.
        knowledge: how far its outputs go with their labels, as `knowledge` gives it.
        score: as that of trials, mean over the folds.
    """

    words: str
    knowledge: float
    score: float


def yardstick(data: Data, task: Task, numbers: bool) -> Yardstick:
    """Trains the plain network: standardised inputs, two hidden layers of 64 units with relu, Adam, the usual head.

    For small pictures it has two convolutions with pooling and one hidden layer, for token numbers an embedding.

    Args:
        numbers: whether the inputs are amounts, not the numbers of tokens.
    """
    data = _alone(data, numbers)
    words = "two hidden layers of 64 units" if numbers else "an embedding and a hidden layer of 64 units"
    if numbers and _is_pictures(data):
        words = "two convolutions and a hidden layer of 64 units"
    return Yardstick(f"a plain network of {words}", tuple(_trials(data, task, numbers, _SEEDS)))


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
        weight = None if data.sample_weight is None else data.sample_weight[others]
        part = Data(data.x[others], data.y[others], data.x[fold], data.y[fold], weight, positions=data.positions)
        [trial] = _trials(part, task, numbers, _SEEDS[:1])
        if trial.outputs is None:
            return Unseen("a plain network", 0.0, 0.0)
        outputs.append(trial.outputs)
        labels.append(data.questions(data.y[fold]))
        scores.append(trial.score)
    known = knowledge(np.concatenate(outputs), np.concatenate(labels), task)
    return Unseen("a plain network", known, fmean(scores))


def of_unseen_by(lab: Lab, spec: Spec, budget: Budget) -> Unseen:
    """Trains a recipe, at a budget of epochs, on all training samples but a part, and asks it about that part."""
    data = lab.data
    order = np.random.default_rng(0).permutation(len(data.x))[: budget.samples]
    fold, others = (np.sort(part) for part in (order[: len(order) // _FOLDS], order[len(order) // _FOLDS :]))
    given = data.inputs, data.labels, data.sample_weight
    inputs, labels, weight = jax.tree.map(lambda array: array[others], given)
    asked, answers, _ = jax.tree.map(lambda array: array[fold], given)
    part = replace(data, inputs=inputs, labels=labels, sample_weight=weight,
                   validation_inputs=asked, validation_labels=answers)  # fmt: skip
    trial = Lab(lab.model, part, lab.task, lab.rescale, lab.epochs, lab.whole).trial(
        spec, _SEEDS[0], Budget(len(others), budget.epochs)
    )
    if trial.outputs is None:
        return Unseen("your own recipe", 0.0, 0.0)
    known = knowledge(trial.outputs, data.questions(part.y_validation), lab.task)
    return Unseen("your own recipe", known, trial.score)


def _trials(data: Data, task: Task, numbers: bool, seeds: Sequence[int]) -> list[Trial]:
    samples = min(len(data.x), _MOST_SAMPLES)
    steps = -(-samples // _BATCH_SIZE)
    epochs = max(3, -(-_LEAST_STEPS // steps))
    model = _network(data, task, numbers)
    call = FitCall(data.x, data.y, batch_size=_BATCH_SIZE, epochs=epochs)
    spec = _standardised(spec_of(model, call), data, task) if numbers else spec_of(model, call)
    return Lab(model, data, task, numbers, epochs).trials(spec, seeds, Budget(samples, epochs))


def _alone(data: Data, numbers: bool) -> Data:
    """Only the output that is looked at, and all inputs as one row; no two inputs of tokens share their numbers.

    Where samples are weighed, as rare classes are, the plain network weighs them too: it would be right more often
    without, and not better at what is asked.
    """
    inputs, validation = data.x, data.x_validation
    if len(jax.tree.leaves(data.inputs)) > 1:
        join = _rows if numbers else partial(_tokens, sizes=_vocabularies(data))
        inputs, validation = (join(tree) for tree in (data.inputs, data.validation_inputs))
    weight = data.sample_weight if data.is_one_output else None
    return Data(inputs, data.y, validation, data.y_validation, weight, data.has_validation, positions=data.positions)


def _rows(inputs: Any) -> Any:
    leaves = [jnp.asarray(leaf, "float32") for leaf in jax.tree.leaves(inputs)]
    return jnp.concatenate([leaf.reshape(len(leaf), -1) for leaf in leaves], axis=1)


def _vocabularies(data: Data) -> list[int]:
    """How many token numbers each input may have; 0 for one that looks like amounts."""
    pairs = zip(*(jax.tree.leaves(tree) for tree in (data.inputs, data.validation_inputs)), strict=True)
    return [
        1 + int(max(x.max(), v.max())) if place == data.input or _is_tokens(x) else 0
        for place, (x, v) in enumerate(pairs)
    ]


def _is_tokens(x: Any) -> bool:
    values = np.asarray(x)
    whole = values.ndim <= 2 and (values == np.round(values)).all()
    return bool(whole and values.min() >= 0 and values.max() < _MOST_TOKENS)


def _tokens(inputs: Any, sizes: Sequence[int]) -> Any:
    """The inputs that are token numbers as one, in which no two of them share a number."""
    starts = np.cumsum([0, *sizes])
    leaves = zip(jax.tree.leaves(inputs), sizes, starts, strict=False)
    columns = [jnp.asarray(leaf, "int32").reshape(len(leaf), -1) + start for leaf, size, start in leaves if size]
    return jnp.concatenate(columns, axis=1)


def _is_pictures(data: Data) -> bool:
    """Whether the input is small pictures with channels, and a sample has one label."""
    shape = data.x.shape[1:]
    return len(shape) == 3 and not data.positions and all(_SMALLEST <= size <= _LARGEST for size in shape[:2])


def _network(data: Data, task: Task, numbers: bool) -> keras.Model:
    shape = data.x.shape[1:]
    if numbers and _is_pictures(data):
        convolutions = [layers.Conv2D(size, 3, activation="relu", padding="same") for size in (16, 32)]
        pooled = [layer for convolution in convolutions for layer in (convolution, layers.MaxPooling2D())]
        body = [*pooled, layers.Flatten(), layers.Dense(_UNITS, activation="relu")]
    elif numbers:
        body = [layers.Flatten(), layers.Dense(_UNITS, activation="relu"), layers.Dense(_UNITS, activation="relu")]
    else:
        tokens = 1 + int(max(data.x.max(), data.x_validation.max()))
        rows = np.prod(shape, dtype=int)
        together = layers.Flatten() if rows <= _FEW_TOKENS else layers.GlobalAveragePooling1D()
        body = [layers.Embedding(tokens, _UNITS), together, layers.Dense(_UNITS, "relu")]
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
