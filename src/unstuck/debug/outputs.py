"""A network with several outputs, seen from one of them: a recipe with that output's loss, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import jax
import keras

from unstuck.debug.finding import Finding
from unstuck.spec import Edit, Spec

_LITTLE = 0.25  # of the greatest loss weight


@dataclass(frozen=True)
class Output:
    """One of a network's outputs.

    Args:
        place: among the outputs, as `jax.tree.leaves` has them.
        name: as the network names it.
        losses: of all outputs, in that order; None where an output has none.
    """

    place: int
    name: str
    losses: tuple[Any, ...]

    def seen(self, whole: Spec) -> Spec:
        """The recipe with this output's loss for its loss."""
        return whole if len(self.losses) == 1 else replace(whole, loss=self.losses[self.place])

    def whole(self, structure: Any) -> Callable[[Spec], Spec]:
        """From the recipe as seen from here to that of all outputs.

        Args:
            structure: of the outputs, as `jax.tree.structure` gives it.
        """
        if len(self.losses) == 1:
            return lambda spec: spec
        return lambda spec: replace(spec, loss=jax.tree.unflatten(structure, self._with(spec.loss)))

    def edits(self, edits: tuple[Edit, ...], given: Any) -> tuple[Edit, ...]:
        """Edits of the recipe as seen from here as edits of the whole one.

        Args:
            given: the loss as the user gave it to `compile`.
        """
        if len(self.losses) == 1:
            return edits
        return tuple(
            Edit("loss", given, tuple(self._with(edit.new))) if edit.path == "loss" else edit for edit in edits
        )

    def finding(self, finding: Finding, given: Any) -> Finding:
        """A finding that says which output it is about."""
        if len(self.losses) == 1:
            return finding
        fix = finding.fix and replace(finding.fix, edits=self.edits(finding.fix.edits, given))
        return replace(finding, cause=f"{finding.cause} (Output {self.name}.)", fix=fix)

    def _with(self, loss: Any) -> list[Any]:
        return [loss if place == self.place else other for place, other in enumerate(self.losses)]


def outputs_of(model: keras.Model, labels: Any, loss: Any) -> list[Output]:
    """The outputs that have a loss, in order; not those that count little beside another, which need not be learned.

    Args:
        labels: of the shape of the outputs: one array, a list or a dict of them.
        loss: as the recipe has it: one for all outputs, or a list or dict of them.
    """
    count = len(jax.tree.leaves(labels))
    names = _names(model, labels, count)
    losses = tuple(_losses(loss, names))
    given = getattr(getattr(model, "_compile_loss", None), "_user_loss_weights", None)
    weights = [1.0 if weight is None else float(weight) for weight in _losses(given, names)] if given else [1.0] * count
    counted = [losses[place] is not None and weights[place] >= _LITTLE * max(weights) for place in range(count)]
    return [Output(place, names[place], losses) for place in range(count) if counted[place]]


def _names(model: keras.Model, labels: Any, count: int) -> list[str]:
    if isinstance(labels, Mapping):
        return sorted(labels)
    names = list(getattr(model, "output_names", None) or [])
    return names if len(names) == count else [str(place + 1) for place in range(count)]


def _losses(loss: Any, names: list[str]) -> list[Any]:
    if len(names) == 1:
        only = loss[0] if isinstance(loss, list | tuple) else loss
        return [only.get(names[0]) if _is_dict_of_losses(only) else only]
    if _is_dict_of_losses(loss):
        return [loss.get(name) for name in names]
    if isinstance(loss, list | tuple):
        return list(loss)
    return [loss] * len(names)


def _is_dict_of_losses(loss: Any) -> bool:
    return isinstance(loss, Mapping) and "class_name" not in loss
