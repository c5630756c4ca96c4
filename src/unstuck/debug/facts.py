"""What the samples of a fit are among themselves: how often, how alike, how far one tells of the other."""

from __future__ import annotations

import jax
import numpy as np

from unstuck.debug.data import Data
from unstuck.debug.network import RECURRENT
from unstuck.debug.task import Task, class_ids
from unstuck.spec import Spec

_LOOKED_AT, _FEW = 1000, 100  # samples
_STEPS_BACK, _TELLING_SAMPLES, _MOST_SAMPLES, _MOST_FEATURES = 4, 100, 5000, 50
_SMALLEST = 8  # pixels a side; smaller pictures have no neighbours to speak of
_NEAR, _SEEN, _UNEVEN = 8, 0.02, 0.2  # numbers on each side of 0; share of all; share of those
_EXACTLY, _FAR = 1e-3, 0.1  # from mean 0 and deviation 1
_LEAST_COPIED = 4  # numbers; below it a line through one is no autoencoder
_ALIKE = 0.5  # correlation of inputs and labels of the same shape; pictures with noise have it with those without
_TELLING_NUMBERS = 30  # in a sample; those of fewer are alike by chance
_MOST_REPEATED = 0.1  # of the training samples; where more are there twice, the same ones in validation are no leak


def shares(data: Data, task: Task) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """How often each class occurs in training and validation; see `Case.shares`."""
    weighed = data.sample_weight is not None or not data.is_one_output
    if task.kind not in ("binary", "multiclass") or not data.has_validation or weighed:
        return None
    ids = [class_ids(y, task) for y in (data.y, data.y_validation)]
    classes = max(task.classes, 1 + int(max(part.max() for part in ids)))  # validation may have more than training
    counts = [np.bincount(part, minlength=classes) for part in ids]
    train, validation = (tuple((count / count.sum()).tolist()) for count in counts)
    return train, validation


def weights(data: Data, task: Task) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """The share and the mean weight of each class; see `Case.weights`."""
    if data.sample_weight is None or task.kind not in ("binary", "multiclass") or not data.is_one_output:
        return None
    ids, weight = class_ids(data.y, task), np.asarray(data.sample_weight, "float64").reshape(-1)
    counts = np.bincount(ids, minlength=task.classes)
    totals = np.bincount(ids, weight, minlength=task.classes)
    return tuple((counts / counts.sum()).tolist()), tuple((totals / np.maximum(counts, 1)).tolist())


def rows_alike(x: jax.Array) -> bool:
    """Whether each row of a table of a few columns has mean 0 and deviation 1 by itself, and no column has."""
    if x.ndim != 2 or not 2 < x.shape[1] <= _MOST_FEATURES:
        return False
    rows = np.asarray(x[:_LOOKED_AT], "float64")
    of_rows, of_columns = (np.stack([rows.mean(axis), rows.std(axis) - 1]) for axis in (1, 0))
    return bool(np.abs(of_rows).max() < _EXACTLY and np.abs(of_columns).max() > _FAR)


def roughness(x: jax.Array) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """How much neighbouring pixels differ, as given and with the channels read as planes; see `Case.roughness`."""
    if x.ndim != 4 or x.shape[3] not in (2, 3, 4) or min(x.shape[1:3]) < _SMALLEST:
        return None
    pictures = np.asarray(x[:_LOOKED_AT], "float32")
    planes = pictures.reshape(len(pictures), x.shape[3], x.shape[1], x.shape[2])
    return _rough(pictures, (1, 2)), _rough(planes, (2, 3))


def _rough(pictures: np.ndarray, axes: tuple[int, int]) -> tuple[float, float]:
    down, across = (float(np.abs(np.diff(pictures, axis=axis)).mean()) for axis in axes)
    return down, across


def wraps(x: jax.Array) -> float | None:
    """Where differences of unsigned whole numbers begin again at 0, in the unit of `x`; None where they do not."""
    flat = np.asarray(x[:_LOOKED_AT], "float64").reshape(-1)
    unit = 1.0 if flat.max() > 1 else 1 / 255
    steps = np.round(flat / unit)
    if not np.isfinite(flat).all() or steps.min() < 0 or steps.max() > 255 or np.abs(flat / unit - steps).max() > 1e-3:
        return None
    counts = np.bincount(steps.astype(int), minlength=256) / len(steps)
    above, below = counts[1 : _NEAR + 1], counts[-1 : -_NEAR - 1 : -1]  # 1, 2, … and 255, 254, …
    both = above + below
    falls = (np.diff(both) <= 0).all() and both[-1] < both[0]
    return 256 * unit if falls and both.sum() > _SEEN and np.abs(above - below).sum() < _UNEVEN * both.sum() else None


def leaked(data: Data) -> float | None:
    """The share of the validation samples that are training samples too, number for number."""
    if not data.has_validation or data.x.dtype != data.x_validation.dtype or len(jax.tree.leaves(data.inputs)) > 1:
        return None
    train, validation = (fingerprints(np.asarray(x)) for x in (data.x, data.x_validation))
    if len(np.unique(train)) < (1 - _MOST_REPEATED) * len(train):
        return None
    return float(np.isin(validation, train).mean())


def contradicted(data: Data, task: Task) -> float | None:
    """The share of the training samples that occur with another label too; see `Case.contradicted`."""
    if task.kind not in ("binary", "multiclass") or data.positions or len(jax.tree.leaves(data.inputs)) > 1:
        return None
    if data.x[0].size < _TELLING_NUMBERS:
        return None
    samples, labels = fingerprints(np.asarray(data.x)), class_ids(data.y, task)
    order = np.lexsort((labels, samples))
    same = samples[order][1:] == samples[order][:-1]
    starts = np.flatnonzero(np.concatenate([[True], ~same]))
    first, last = labels[order][starts], labels[order][np.append(starts[1:], len(order)) - 1]  # least and greatest
    counts = np.diff(np.append(starts, len(order)))
    return float(counts[first != last].sum() / len(order))


def fingerprints(x: np.ndarray) -> np.ndarray:
    """A number of 64 bits for each sample, uint64 (n,); of different samples it differs all but surely."""
    rows = np.ascontiguousarray(x).reshape(len(x), -1).view("uint8")
    rows = np.pad(rows, ((0, 0), (0, -rows.shape[1] % 4))).view("uint32")
    factors = np.random.default_rng(0).integers(1, 2**63, rows.shape[1], dtype="uint64")
    return np.concatenate([(part * factors).sum(1) for part in np.array_split(rows, 1 + rows.size // 2**22)])


def padding(x: jax.Array) -> float | None:
    """The mean share of zeros at the ends of samples; see `Case.padding`."""
    rows = np.asarray(x[:_LOOKED_AT])
    if rows.ndim != 2 or not (rows == np.round(rows)).all():
        return None
    zeros = np.logical_and.accumulate(rows[:, ::-1] == 0, axis=1)
    return float(zeros.mean())


def explained_by_steps(data: Data, spec: Spec, task: Task) -> tuple[float, float] | None:
    """What a straight line explains from one step and from those before it; see `Case.explained_by_steps`."""
    recurrent = any(layer["class_name"] in RECURRENT for layer in spec.layers()[:1])
    if not recurrent or data.x.ndim != 3 or data.x.shape[1] != 1 or data.positions:
        return None
    part = slice(_MOST_SAMPLES)
    x, y = (np.asarray(array[part], "float64").reshape(len(array[part]), -1) for array in (data.x, data.y))
    if len(x) < _TELLING_SAMPLES or x.shape[1] > _MOST_FEATURES or not np.isfinite(np.column_stack([x, y])).all():
        return None
    if task.kind == "multiclass" and not task.one_hot:
        y = np.eye(task.classes)[class_ids(y, task)]
    earlier = np.concatenate([np.roll(x, back, axis=0) for back in range(_STEPS_BACK + 1)], axis=1)
    y, known = y[_STEPS_BACK:], (x[_STEPS_BACK:], earlier[_STEPS_BACK:])  # without those that have none before
    return _explained(known[0], y), _explained(known[1], y)


def _explained(x: np.ndarray, y: np.ndarray) -> float:
    """R² of a straight line, fitted to the first two thirds, on the last third."""
    x = np.column_stack([x, np.ones(len(x))])
    cut = 2 * len(x) // 3
    line, *_ = np.linalg.lstsq(x[:cut], y[:cut], rcond=None)
    mistakes, differences = y[cut:] - x[cut:] @ line, y[cut:] - y[cut:].mean(0)
    return max(0.0, 1 - float((mistakes**2).sum() / max((differences**2).sum(), 1e-12)))


def is_copy(data: Data) -> bool:
    """Whether the labels are the inputs again, more or less."""
    if data.x[0].size != data.y[0].size or data.x[0].size < _LEAST_COPIED:
        return False
    x, y = (np.asarray(part[:_FEW], "float64").reshape(-1) for part in (data.x, data.y))
    return x.std() > 0 and y.std() > 0 and float(np.corrcoef(x, y)[0, 1]) > _ALIKE


def features(x: jax.Array) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """Mean and deviation of each column of a table; None for other inputs."""
    if x.ndim != 2:
        return None
    rows = np.asarray(x, "float64")
    rows = np.where(np.isfinite(rows), rows, 0.0)  # as the recipe has to see them to be trained at all
    return tuple(rows.mean(0).tolist()), tuple(rows.std(0).tolist())
