"""The training recipe as one frozen value, edits on it, and where in the user's source it came from.

A `Spec` cannot be changed, only replaced (`spec.apply(edit)`): that is what makes a before/after experiment honest.
Its fields carry the names of Keras' own arguments.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from unstuck.errors import UnstuckError


@dataclass(frozen=True)
class Edit:
    """One change of a recipe: the value at `path` was `old` and becomes `new`.

    `path` is written as one reads it: `loss`, `batch_size`, `optimizer.learning_rate`, `inputs.scale`,
    `layers[1].activation` (layers are counted from 0 without `InputLayer`s).
    """

    path: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Inputs:
    """What is done to the inputs (or to targets) before the network sees them: `(x - shift) * scale`, on the fly.

    Both are one number for all inputs, or one for each feature of the last axis: then the training set's own means and
    one over its deviations, which is standardisation.
    """

    shift: float | tuple[float, ...] = 0.0
    scale: float | tuple[float, ...] = 1.0


@dataclass(frozen=True)
class Site:
    """A call in the user's source: lines count from 1, columns from 0, as in Python's `ast`.

    `via` is the call in the user's source that led there, of the function around this one; it makes no difference to
    what a place is.
    """

    file: str
    line: int
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    via: Site | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Sites:
    """Where the user's program made each part of the recipe.

    Args:
        layers: runs parallel to the spec's layers.
        named: the places of all layers of a network that is code, by their names.
    """

    layers: tuple[Site | None, ...] = ()
    compile: Site | None = None
    fit: Site | None = None
    optimizer: Site | None = None
    loss: Site | None = None
    named: Mapping[str, Site | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Spec:
    """A training recipe: everything but the data.

    Args:
        model: Keras' own serialisation, `{"class_name": ..., "config": ...}`; None for a model that has none.
        loss: a Keras loss name, or its serialisation.
        optimizer: Keras' serialisation, `{"class_name": "Adam", "config": {"learning_rate": 0.001, ...}}`.
        metrics: names or serialisations, as given to `compile`.
        inputs: rescaling of the inputs.
        targets: rescaling of labels that are amounts, or of the numbers of classes.
        validation_inputs: rescaling of the validation inputs alone, before `inputs`.
        missing: what stands in for inputs that are not finite numbers; None leaves them.
        wraps: how many numbers unsigned inputs have before they begin again at 0, as 256; those above the middle are
            read as negative then. None leaves them.
        mixed: whether training and validation samples are mixed before they are divided.
        class_weight: weight of each class' samples by class number, on top of the program's own weights.
        batch_size: samples a step.
        epochs: passes over the data.
        shuffle: whether each epoch draws a new order.
    """

    model: Mapping[str, Any] | None
    loss: Any
    optimizer: Mapping[str, Any]
    metrics: tuple[Any, ...] = ("accuracy",)
    inputs: Inputs = field(default_factory=Inputs)
    targets: Inputs = field(default_factory=Inputs)
    validation_inputs: Inputs = field(default_factory=Inputs)
    missing: float | None = None
    wraps: float | None = None
    mixed: bool = False
    class_weight: Mapping[int, float] | None = None
    batch_size: int = 32
    epochs: int = 1
    shuffle: bool = True

    def layers(self) -> list[Mapping[str, Any]]:
        """The layers' serialisations in order, without `InputLayer`s."""
        if self.model is None:
            return []
        return [layer for layer in self.model["config"].get("layers", []) if layer["class_name"] != "InputLayer"]

    def get(self, path: str) -> Any:
        """The value at an `Edit` path.

        Raises:
            UnstuckError: the recipe has no such place.
        """
        node: Any = self._tree()
        for key in _steps(path):
            try:
                node = node[key]
            except (KeyError, IndexError, TypeError):
                raise UnstuckError(
                    "An edit names a place in the recipe.", f"path={path!r}", "Name a field of Spec, as loss or epochs."
                ) from None
        return node

    def apply(self, *edits: Edit) -> Spec:
        """A new recipe with the edits made.

        Raises:
            UnstuckError: an edit's old value is not what the recipe holds.
        """
        tree = self._tree()
        for edit in edits:
            *parents, last = _steps(edit.path)
            node: Any = tree
            for key in parents:
                node = node[key]
            if node[last] != edit.old:
                raise UnstuckError(
                    f"An edit of {edit.path} expects the value {edit.old!r}.",
                    f"{edit.path}={node[last]!r}",
                    "Make the edit for this recipe.",
                )
            node[last] = copy.deepcopy(edit.new)
        return replace(
            self,
            model=_with_layers(self.model, tree["layers"]),
            loss=tree["loss"],
            optimizer={
                **self.optimizer,
                "class_name": tree["optimizer"].pop("class_name"),
                "config": tree["optimizer"],
            },
            inputs=_inputs(tree["inputs"]),
            targets=_inputs(tree["targets"]),
            validation_inputs=_inputs(tree["validation_inputs"]),
            missing=tree["missing"],
            wraps=tree["wraps"],
            mixed=tree["mixed"],
            class_weight=tree["class_weight"],
            batch_size=tree["batch_size"],
            epochs=tree["epochs"],
            shuffle=tree["shuffle"],
        )

    def to_json(self) -> str:
        """The recipe as JSON text; `from_json` reads it back to an equal value.

        A loss that is the user's own code stands in it by its `repr` only.
        """
        return json.dumps(asdict(self), default=repr)

    @classmethod
    def from_json(cls, text: str) -> Spec:
        """The recipe that `to_json` wrote."""
        values = json.loads(text)
        scales = {name: _inputs(values[name]) for name in ("inputs", "targets", "validation_inputs")}
        weights = values["class_weight"] and {int(key): weight for key, weight in values["class_weight"].items()}
        return cls(**{**values, "metrics": tuple(values["metrics"]), **scales, "class_weight": weights})

    def _tree(self) -> dict[str, Any]:
        """The editable places as one nested dict, copied."""
        return {
            "layers": [copy.deepcopy(dict(layer["config"])) for layer in self.layers()],
            "loss": copy.deepcopy(self.loss),
            "optimizer": {"class_name": self.optimizer["class_name"], **copy.deepcopy(dict(self.optimizer["config"]))},
            "inputs": asdict(self.inputs),
            "targets": asdict(self.targets),
            "validation_inputs": asdict(self.validation_inputs),
            "missing": self.missing,
            "wraps": self.wraps,
            "mixed": self.mixed,
            "class_weight": copy.deepcopy(self.class_weight),
            "batch_size": self.batch_size,
            "epochs": self.epochs,
            "shuffle": self.shuffle,
        }


def _inputs(values: Mapping[str, Any]) -> Inputs:
    return Inputs(*(tuple(v) if isinstance(v, list | tuple) else v for v in (values["shift"], values["scale"])))


def _steps(path: str) -> list[str | int]:
    """`layers[1].activation` → `["layers", 1, "activation"]`."""
    return [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path)]


def _with_layers(model: Mapping[str, Any] | None, configs: list[dict[str, Any]]) -> Mapping[str, Any] | None:
    """The model's serialisation with new layer configs, `InputLayer`s left as they are."""
    if model is None:
        return None
    model = copy.deepcopy(dict(model))
    editable = (layer for layer in model["config"].get("layers", []) if layer["class_name"] != "InputLayer")
    for layer, config in zip(editable, configs, strict=True):
        layer["config"] = config
    return model
