"""A script's fits as the trainings that they are: one in many calls, one repeated for each fold, several networks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from weakref import WeakKeyDictionary

import jax
import keras
import numpy as np

from unstuck.api.tracked import Captured, fingerprint
from unstuck.engine import FitCall

_ALIKE = 0.25  # of a deviation: folds of one data set differ by less, other data by more
_SEEN_ROWS = 1000  # of an array, evenly spread
_MOST_SAMPLES = 50_000  # of a training that is given its data piece by piece


@dataclass(frozen=True, eq=False)
class Training:
    """One training: a fit, or several that go on with the same network under the same recipe.

    Args:
        parts: its fits in order, each with its data; weights are kept of the last only.
        fits: the numbers of the fits that it stands for, those that repeat it on data of the same kind among them.
        goes_on: whether its network had been trained by a fit under another recipe.
    """

    parts: tuple[Captured, ...]
    fits: tuple[int, ...]
    goes_on: bool = False

    def as_one(self) -> Captured:
        """Its fits as one of all their data and epochs, at the place of the first."""
        first, last = self.parts[0], self.parts[-1]
        if len(self.parts) == 1:
            return first
        pieces = _pieces(self.parts)
        passes = sum(part.call.epochs - part.call.initial_epoch for part in self.parts)
        epochs = max(1, round(passes / len(pieces)))
        x, y, weight = _joined([_data(call) for call in pieces])
        trained = [epoch for part in self.parts for epoch in part.epochs]
        return replace(
            last,
            number=first.number,
            sites=first.sites,
            call=replace(last.call, x=x, y=y, sample_weight=weight, epochs=epochs, initial_epoch=0),
            spec=replace(first.spec, epochs=epochs),
            epochs=trained[len(pieces) - 1 :: len(pieces)],
        )


@dataclass(eq=False)
class Trainings:
    """Collects a script's fits as trainings; the data of those that repeat others is let go.

    Args:
        wanted: the number of the only fit to keep, by itself; None for all.
    """

    wanted: int | None = None
    found: list[Training] = field(default_factory=list)
    fits: int = 0
    _ends: WeakKeyDictionary[keras.Model, tuple[bytes, int]] = field(default_factory=WeakKeyDictionary)

    def take(self, captured: Captured) -> None:
        """One more fit, the latest."""
        self.fits = captured.number
        weights, place = self._ends.get(captured.model, (b"", -1))
        before = place if weights == captured.began else -1
        if self.wanted is None:
            place = self._put(captured, before)
        elif self.wanted == captured.number:
            self.found.append(Training((captured,), (captured.number,), before >= 0))
            place = 0
        else:
            place = 0
        self._ends[captured.model] = fingerprint(captured.weights), place

    def _put(self, captured: Captured, before: int) -> int:
        """Puts a fit into its training, and gives that one's place.

        Args:
            before: the place of the training that trained its network so far, -1 for none.
        """
        places = range(len(self.found)) if before < 0 else [before]
        place = next((p for p in places if _repeats(self.found[p].parts[0], captured)), None)
        if place is None:
            self.found.append(Training((captured,), (captured.number,), before >= 0))
            return len(self.found) - 1
        known = self.found[place]
        parts = known.parts
        if before >= 0 and parts[-1].model is captured.model:
            parts = (*parts[:-1], replace(parts[-1], weights=[]), _with_known_data(captured, parts))
        self.found[place] = replace(known, parts=parts, fits=(*known.fits, captured.number))
        return place


def _with_known_data(captured: Captured, parts: Sequence[Captured]) -> Captured:
    """The fit with the very arrays of one before it where its own are equal to them, or would be too many."""
    call, pieces = captured.call, _pieces(parts)
    known = next((piece for piece in pieces if _equal(_data(piece), _data(call))), None)
    if known is None and sum(_length(piece.x) for piece in (*pieces, call)) > _MOST_SAMPLES:
        known = pieces[-1]
    if known is None:
        return captured
    return replace(captured, call=replace(call, x=known.x, y=known.y, sample_weight=known.sample_weight))


def _pieces(parts: Sequence[Captured]) -> list[FitCall]:
    """One call for each different data set."""
    return list({tuple(map(id, _data(part.call))): part.call for part in parts}.values())


def _data(call: FitCall) -> tuple[Any, Any, Any]:
    return call.x, call.y, call.sample_weight


def _repeats(first: Captured, then: Captured) -> bool:
    """Whether a fit trains the same recipe on data of the same kind."""
    return _recipe(first) == _recipe(then) and _alike(_data(first.call), _data(then.call))


def _recipe(captured: Captured) -> str:
    """All of the recipe but how long it trains, without the names that Keras makes up."""
    spec, weights = captured.spec, [array.shape for array in captured.model.get_weights()]
    model = spec.model or {"class_name": type(captured.model).__name__, "config": {}}
    names = {layer["config"].get("name"): str(place) for place, layer in enumerate(model["config"].get("layers", []))}
    names[model["config"].get("name")] = "model"
    names[spec.optimizer["config"].get("name")] = "optimizer"
    renamed = {"model": _renamed(model, names), "optimizer": _renamed(spec.optimizer, names)}
    return replace(spec, **renamed, epochs=0).to_json() + json.dumps(weights)


def _renamed(node: Any, names: dict[Any, str]) -> Any:
    if isinstance(node, dict):
        return {key: _renamed(value, names) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_renamed(value, names) for value in node]
    return names.get(node, node) if isinstance(node, str) else node


def _alike(first: Any, then: Any) -> bool:
    """Whether arrays have the same form and about the same numbers."""
    pairs = list(zip(jax.tree.leaves(first), jax.tree.leaves(then), strict=False))
    same_number = len(jax.tree.leaves(first)) == len(jax.tree.leaves(then))
    return same_number and all(_numbers_alike(_rows(a), _rows(b)) for a, b in pairs)


def _rows(array: Any) -> np.ndarray:
    return np.asarray(array)[:: max(1, _length(array) // _SEEN_ROWS)]


def _numbers_alike(first: np.ndarray, then: np.ndarray) -> bool:
    if first.shape[1:] != then.shape[1:] or first.dtype.kind != then.dtype.kind:
        return False
    if first.dtype.kind not in "biuf":
        return True
    (mean, deviation), (other, spread) = ((np.nanmean(a), np.nanstd(a)) for a in (first, then))
    bound = _ALIKE * max(deviation, spread)
    return bool(abs(mean - other) <= bound and abs(deviation - spread) <= bound)


def _equal(first: Any, then: Any) -> bool:
    pairs = zip(jax.tree.leaves(first), jax.tree.leaves(then), strict=False)
    return all(a is b or np.array_equal(np.asarray(a), np.asarray(b)) for a, b in pairs)


def _joined(trees: Sequence[Any]) -> Any:
    if len(trees) == 1:
        return trees[0]
    return jax.tree.map(lambda *arrays: np.concatenate([np.asarray(array) for array in arrays]), *trees)


def _length(tree: Any) -> int:
    return len(jax.tree.leaves(tree)[0])
