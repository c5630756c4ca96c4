"""The recipe of a model and its fit as a `Spec`, and a model built anew from a `Spec`."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import keras

from unstuck.engine import FitCall
from unstuck.spec import Spec


def spec_of(model: keras.Model, call: FitCall) -> Spec:
    """The recipe of a built and compiled model; `spec.model` is None when the model has no config to build it from."""
    return Spec(
        model=_architecture(model),
        loss=_loss(model.loss),
        optimizer=_plain(keras.optimizers.serialize(model.optimizer)),
        metrics=(),
        batch_size=call.batch_size or 32,
        epochs=call.epochs,
        shuffle=bool(call.shuffle),
    )


def rebuild(spec: Spec, like: keras.Model) -> keras.Model:
    """A new model of the recipe's architecture with newly drawn weights, not compiled.

    Args:
        like: the user's model; its layers' classes are the custom objects that the recipe may name.
    """
    assert spec.model is not None
    cls = keras.Sequential if spec.model["class_name"] == "Sequential" else type(like)
    custom = {type(layer).__name__: type(layer) for layer in like._flatten_layers()}
    with keras.saving.custom_object_scope(custom):
        return cls.from_config(deepcopy(spec.model["config"]))


def compile_as(spec: Spec, model: keras.Model) -> keras.Model:
    """Compiles a model with the recipe's loss and optimiser and no metrics."""
    # Keras builds objects into the very dict that it is given.
    loss = keras.losses.deserialize(deepcopy(spec.loss)) if isinstance(spec.loss, Mapping) else spec.loss
    model.compile(optimizer=keras.optimizers.deserialize(deepcopy(spec.optimizer)), loss=loss)
    return model


def _architecture(model: keras.Model) -> dict[str, Any] | None:
    if not isinstance(model, keras.Sequential) and type(model).__name__ not in ("Functional", "Model"):
        return None  # a subclass: its `call` is code, which no config holds
    if not model.built:
        return None  # the architecture is complete only once the data has been through it
    kind = "Sequential" if isinstance(model, keras.Sequential) else "Functional"
    return {"class_name": kind, "config": model.get_config()}


def _loss(loss: Any) -> Any:
    if isinstance(loss, keras.losses.Loss):
        return _plain(keras.losses.serialize(loss))
    name = getattr(loss, "__name__", "")
    if name and getattr(keras.losses, name, None) is loss:
        return name
    return loss


def _plain(serialised: Mapping[str, Any]) -> dict[str, Any]:
    """Keras' serialisation without what only names the module."""
    return {"class_name": serialised["class_name"], "config": dict(serialised["config"])}
