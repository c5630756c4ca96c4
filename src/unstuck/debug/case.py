"""Everything the checks may look at, measured once, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np

from unstuck.debug.inside import Inside
from unstuck.debug.task import Baseline, Task
from unstuck.engine import NonFinite
from unstuck.spec import Spec

_WELL = 0.75  # of the way from the baseline to a perfect score


@dataclass(frozen=True)
class Stats:
    """Numbers about an array, those aside that are not finite.

    Args:
        broken: how many are not finite.
    """

    low: float
    high: float
    mean: float
    deviation: float
    whole: bool  # every number is a whole number
    commonest: float  # the share of the number that occurs most often
    broken: int = 0

    @classmethod
    def of(cls, array: Any) -> Stats:
        """The range of all numbers; the rest of at most 100,000 drawn evenly from the array."""
        flat = np.asarray(array).reshape(-1)
        finite = flat[np.isfinite(flat)]
        broken = len(flat) - len(finite)
        flat = finite if len(finite) else np.zeros(1)
        low, high = float(flat.min()), float(flat.max())
        flat = flat[:: max(1, len(flat) // 100_000)].astype("float64")
        whole = bool((flat == np.round(flat)).all())
        commonest = float(np.unique(flat, return_counts=True)[1].max() / len(flat))
        return cls(low, high, float(flat.mean()), float(flat.std()), whole, commonest, broken)


@dataclass(frozen=True, eq=False)
class Case:
    """One training that somebody wonders about.

    Args:
        spec: the recipe.
        task: what the labels ask for.
        baseline: what a constant answer scores.
        samples: training samples.
        inputs: the raw inputs.
        validation_inputs: the raw validation inputs; None when the user gave none.
        shares: how often each class occurs in the training and in the validation labels; None for other tasks, and
            where the user gave no validation data or weighs the samples.
        features: mean and deviation of each feature, where a sample is one row of them; else None.
        validation_features: the same of the validation inputs.
        seen: the inputs as the first layer with a kernel sees them, after any rescaling or normalising layers; None
            when the network starts with an embedding or cannot be looked into.
        outputs: the trained network's outputs for the validation samples, float32 (n, units).
        labels: the labels of those samples, as the user has them.
        label_columns: how many numbers a label has.
        twenty_losses: the loss of each of those steps.
        positions: how many axes of the network's answers count positions; each position is a sample in `outputs` and
            `labels`.
        apart: how far the network's answers for a few samples lie apart when they are asked about alone and among all
            others, as a share of the spread of all answers; None where they are no finite numbers, or always others.
        leaked: the share of the validation samples that are training samples too; None where the user gave none, and
            where training samples repeat one another.
        contradicted: the share of the training samples that occur with another label too; None where labels are no
            classes, and where samples are of so few numbers that they are alike by chance.
        weights: the share and the mean weight of the training samples of each class; None where they are not weighed.
        rows_alike: whether each sample, a row of a table, has mean 0 and deviation 1 by itself.
        roughness: how much neighbouring pixels differ on the average, down and across, in the pictures as they are and
            with their channels read as planes, one after the other; None for other inputs.
        wraps: how many numbers the inputs have before they begin again at 0, in their own unit, where they are
            differences that wrapped around; else None.
        explained_by_steps: the shares of the labels' differences that a straight line explains from a sample alone, and
            from those before it too; None but for recurrent layers that get one step.
        learned: the names of frozen layers whose weights are not as they are drawn: another training made them.
        heavy_dropout: names and rates of layers of a network that is code, which no recipe tells of.
        random_layers: the names of layers that change pictures at random in training.
        is_copy: whether the labels are the inputs again, more or less, as those of an autoencoder.
        padding: the mean share of zeros at the ends of samples, where these are rows of whole numbers; else None.
        validation_losses: the loss on the validation data after each epoch of the user's own run, where it was taken.
        feeding: the places of the layers that lead to the output that is looked at; None when that is all of them.
        scores: the score of each of several seeds at the user's own recipe.
        losses: the mean training loss of each epoch of the user's own run.
        insides: what went on in each layer while one of those seeds was trained; empty when none could be.
        non_finite: the epoch, counted from 1, and the first tensor of that training that is not finite, if any is.
        twenty_score: score on 20 training examples after training on them alone for `twenty_steps` steps, which end
            when it knows them by heart.
    """

    spec: Spec
    task: Task
    baseline: Baseline
    samples: int
    inputs: Stats
    validation_inputs: Stats | None
    shares: tuple[tuple[float, ...], tuple[float, ...]] | None
    features: tuple[tuple[float, ...], tuple[float, ...]] | None
    seen: Stats | None
    outputs: np.ndarray
    labels: np.ndarray
    label_columns: int
    scores: tuple[float, ...]
    losses: tuple[float, ...]
    insides: tuple[Inside, ...]
    non_finite: tuple[int, NonFinite] | None
    twenty_score: float
    twenty_steps: int
    twenty_losses: tuple[float, ...] = ()
    positions: int = 0
    feeding: tuple[int, ...] | None = None
    validation_features: tuple[tuple[float, ...], tuple[float, ...]] | None = None
    apart: float | None = None
    leaked: float | None = None
    contradicted: float | None = None
    padding: float | None = None
    weights: tuple[tuple[float, ...], tuple[float, ...]] | None = None
    rows_alike: bool = False
    roughness: tuple[tuple[float, float], tuple[float, float]] | None = None
    wraps: float | None = None
    explained_by_steps: tuple[float, float] | None = None
    learned: tuple[str, ...] = ()
    heavy_dropout: tuple[tuple[str, float], ...] = ()
    random_layers: tuple[str, ...] = ()
    is_copy: bool = False
    validation_losses: tuple[float, ...] = ()

    @property
    def does_badly(self) -> bool:
        """Whether the score is far from what a network that works would have, by the look of it."""
        baseline = self.baseline.validation
        return fmean(self.scores) < baseline + _WELL * (1 - baseline)

    @property
    def answers_otherwise(self) -> bool:
        """Whether the user's own loss takes answers of another form than the amounts it is given: no score tells."""
        own = callable(self.spec.loss) and self.task.kind == "regression"
        return own and self.outputs.shape[-1] != self.label_columns

    @property
    def head(self) -> int | None:
        """The place of the last layer that has units; None when the network has no such layer, or brings its units
        into other positions.
        """
        layers = self.spec.layers()
        places = [i for i in self._places if self._size(layers[i]["config"]) is not None]
        if not places or (self.positions and self._size(layers[places[-1]]["config"]) != self.outputs.shape[-1]):
            return None
        return places[-1]

    @property
    def head_size(self) -> tuple[str, int]:
        """The path and the number of the head's units, or of its filters where each pixel gets an answer."""
        assert self.head is not None
        config = self.spec.layers()[self.head]["config"]
        name = "units" if "units" in config else "filters"
        return f"layers[{self.head}].{name}", config[name]

    @property
    def _places(self) -> Sequence[int]:
        return range(len(self.spec.layers())) if self.feeding is None else self.feeding

    def _size(self, config: Mapping[str, Any]) -> int | None:
        return config.get("units", config.get("filters") if self.positions else None)

    @property
    def hidden(self) -> list[Inside]:
        """The insides of the recipe's layers before the last activation."""
        head = self.head_activation
        return [] if head is None else [i for i in self.insides if i.place is not None and i.place < head[0]]

    @property
    def head_activation(self) -> tuple[int, str] | None:
        """The place and name of the last activation: the head's own, or that of an `Activation` layer after it."""
        layers = self.spec.layers()
        for place in reversed(self._places):
            kind, config = layers[place]["class_name"], layers[place]["config"]
            if kind == "Softmax":
                return place, "softmax"
            if isinstance(config.get("activation"), str) and (kind == "Activation" or config["activation"] != "linear"):
                return place, config["activation"]
            if self._size(config) is not None:
                return place, "linear"
        return None
