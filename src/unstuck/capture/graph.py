"""A network that is code as a graph of its layers, where its `call` can be followed."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

import jax
import keras
import numpy as np
from keras.src.models.functional import Functional

from unstuck.backend import without_advice
from unstuck.capture.recipe import architecture, custom_classes, graph_of, is_code
from unstuck.capture.replacing import replaced
from unstuck.spec import Sites, Spec

_SAMPLES = 4  # that both are asked about
_TOLERANCE = 1e-4  # of the answers, relative and absolute


def laid_open(spec: Spec, sites: Sites, model: keras.Model, x: Any) -> tuple[Spec, Sites]:
    """The recipe and the places with the layers of a network that is code in them, where its `call` can be followed.

    Args:
        model: the model that the recipe is of; `x` are its inputs.
    """
    graph = _graph(model, x) if spec.model is None and is_code(model) and model.built else None
    if graph is None:
        return spec, sites
    spec = replace(spec, model=graph)
    return spec, replace(sites, layers=tuple(sites.named.get(layer["name"]) for layer in spec.layers()))


def weights_by_layer(copy: keras.Model, model: keras.Model, weights: Sequence[np.ndarray]) -> None:
    """Gives a network that was built anew the weights of another of the same layers.

    Args:
        weights: in the order of the other model's own.
    """
    if not is_code(model):
        copy.set_weights(weights)
        return
    own = {layer.name: layer for layer in model._flatten_layers(include_self=False)}
    values = {id(variable): value for variable, value in zip(model.weights, weights, strict=True)}
    for layer in copy.layers:
        if layer.weights:
            layer.set_weights([values[id(variable)] for variable in own[layer.name].weights])


@without_advice()
def _graph(model: keras.Model, x: Any) -> dict[str, Any] | None:
    """The serialisation of a functional model of the same layers; None where one cannot be made, or answers otherwise.

    A `call` is code: it may draw numbers, look at its inputs' values, or go another way in training.
    """
    some = jax.tree.map(lambda array: np.asarray(array[:_SAMPLES]), x)
    try:
        inputs = jax.tree.map(lambda array: keras.Input(array.shape[1:], dtype="float32"), some)
        as_given = replaced(Functional, "_convert_inputs_to_tensors", lambda inner, flat: flat)
        with replaced(keras.Model, "__call__", _called_within), as_given:
            ways = [keras.Model(inputs, model.call(inputs, **how)) for how in _ways(model)]
        graph = architecture(ways[0])
        if graph is None or len(ways[0].outputs) > 1 or any(_kinds(way) != _kinds(ways[0]) for way in ways):
            return None
        with custom_classes(model):
            copy = graph_of(deepcopy(graph["config"]))
        weights_by_layer(copy, model, model.get_weights())
        wanted, given = (np.asarray(each(some, training=False)) for each in (model, copy))
    except Exception:  # whatever the user's code makes of a tensor that has no values yet
        return None
    same = len(copy.trainable_variables) == len(model.trainable_variables)
    if not same or not np.allclose(wanted, given, _TOLERANCE, _TOLERANCE, equal_nan=True):
        return None
    return {**graph, "class_name": "Graph"}


def _called_within(inner: keras.Model, *args: Any, **kwargs: Any) -> Any:
    """The layers of a network inside the network, one by one."""
    return inner.call(*args, **kwargs)


def _ways(model: keras.Model) -> list[dict[str, bool]]:
    """What `call` is given beside the inputs: in training it may use other layers."""
    return [{}, {"training": True}] if "training" in inspect.signature(model.call).parameters else [{}]


def _kinds(graph: keras.Model) -> list[str]:
    return sorted(type(operation).__name__ for operation in graph.operations)
