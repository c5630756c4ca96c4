"""What went on inside each layer while a recipe was trained, as a few plain numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from unstuck.engine.probes import NonFinite, Readings
from unstuck.spec import Edit, Spec

# The beginnings of the names of layers that work with any activation.
_FREE_TO_CHOOSE = ("Activation", "Conv", "Dense", "DepthwiseConv", "SeparableConv")
_READ = ("gradient_norm", "update_ratio", "dead", "saturated")


@dataclass(frozen=True)
class Inside:
    """One layer of one training. Numbers are medians over the steps looked into; NaN where there are none.

    Args:
        name: the layer's.
        kind: its class' name, empty for a layer that is not one of the recipe's own.
        place: in the recipe's layers, None for such a layer.
        activation: the name of its activation function, empty where it has none.
        gradient: norm of its weights' gradient over the whole training.
        early_gradient: in the first third of the steps looked into.
        late_gradient: in the last third, as all that is called late.
        early_update: the norm of a step's change over that of the weights.
        late_dead: share of units that are zero for a whole batch.
        late_saturated: share of the outputs next to a bound of the activation.
    """

    name: str
    kind: str
    place: int | None
    activation: str
    gradient: float
    early_gradient: float
    late_gradient: float
    early_update: float
    late_dead: float
    late_saturated: float

    def activated(self, new: str) -> tuple[Edit, ...]:
        """The edit to another activation; none for layers, as recurrent ones, to which theirs belongs."""
        if self.place is None or self.activation == "" or not self.kind.startswith(_FREE_TO_CHOOSE):
            return ()
        return (Edit(f"layers[{self.place}].activation", self.activation, new),)


def insides(spec: Spec, epochs: Sequence[Readings]) -> tuple[Inside, ...]:
    """The layers of a training in their order; nothing where nothing was read."""
    if not epochs:
        return ()
    places = {layer["config"].get("name"): place for place, layer in enumerate(spec.layers())}
    whole = {name: np.concatenate([getattr(epoch, name) for epoch in epochs]) for name in _READ}
    third = max(1, len(whole["dead"]) // 3)

    def layer(column: int, name: str) -> Inside:
        place = places.get(name)
        early, late = (
            {key: values[rows, column] for key, values in whole.items()} for rows in (slice(third), slice(-third, None))
        )
        return Inside(
            name=name,
            kind="" if place is None else spec.layers()[place]["class_name"],
            place=place,
            activation=epochs[0].activations[column],
            gradient=_median(whole["gradient_norm"][:, column]),
            early_gradient=_median(early["gradient_norm"]),
            late_gradient=_median(late["gradient_norm"]),
            early_update=_median(early["update_ratio"]),
            late_dead=_median(late["dead"]),
            late_saturated=_median(late["saturated"]),
        )

    return tuple(layer(column, name) for column, name in enumerate(epochs[0].layers))


def greatest(shares: Mapping[str, float]) -> tuple[str, float]:
    """The layer with the greatest share, and that share."""
    return max(shares.items(), key=lambda item: item[1])


def first_broken(epochs: Sequence[Readings]) -> tuple[int, NonFinite] | None:
    """The epoch, counted from 1, and the first tensor in it that is not finite; None when all are."""
    return next(((number, e.non_finite) for number, e in enumerate(epochs, start=1) if e.non_finite), None)


def _median(values: np.ndarray) -> float:
    finite = values[np.isfinite(values)]
    return float(np.median(finite)) if len(finite) else float("nan")
