"""What can be read from the user's own network: its answers, what its first weights see, what leads where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jax
import keras
import numpy as np

from unstuck.debug.case import Stats
from unstuck.debug.data import Data
from unstuck.spec import Spec

RECURRENT = {"LSTM", "GRU", "SimpleRNN", "Bidirectional"}
_LOOKED_AT, _FEW = 256, 8  # samples
_NO_SPREAD = 1e-3  # of answers that are all alike
_CONSTANT = ("bias", "beta", "gamma", "moving_mean", "moving_variance")  # all 0 or 1 until they are trained


def predicted(model: keras.Model, inputs: Any) -> Any:
    """The network's outputs, as it has them, for all samples."""
    return model.predict(jax.tree.map(np.asarray, inputs), batch_size=1000, verbose=0)


def apart(model: keras.Model, data: Data, outputs: np.ndarray) -> float | None:
    """How far the answers for a few samples lie apart when they are asked about alone; see `Case.apart`.

    Args:
        outputs: the answers for all validation samples.
    """
    few = jax.tree.map(lambda array: array[:_FEW], data.validation_inputs)
    alone, again = (data.answers(jax.tree.map(np.asarray, model(few, training=False))) for _ in range(2))
    among = outputs[: len(alone)]
    if len(alone) == len(outputs) or not np.isfinite(outputs).all() or not np.array_equal(alone, again):
        return None
    return float(np.abs(alone - among).max() / max(outputs.std(), _NO_SPREAD))


def takes_numbers(model: keras.Model, data: Data, place: int) -> bool:
    """Whether an input is amounts, not the numbers of tokens."""
    embeddings = [layer for layer in model._flatten_layers() if isinstance(layer, keras.layers.Embedding)]
    tensor = _tensor(model, data, place)
    if not embeddings or tensor is None or len(jax.tree.leaves(data.inputs)) == 1:
        return not embeddings
    return not any(tensor in _sources(layer) for layer in embeddings)


def learned(model: keras.Model) -> tuple[str, ...]:
    """The names of frozen layers whose weights another training made: of those that start at 0 or 1, some do not."""
    return tuple(
        layer.name
        for layer in model._flatten_layers()
        if not layer.trainable
        and any(
            not np.isin(np.asarray(variable.value), (0, 1)).all()
            for variable in (*layer._trainable_variables, *layer._non_trainable_variables)
            if variable.name in _CONSTANT
        )
    )


def random_layers(model: keras.Model) -> tuple[str, ...]:
    """The names of the layers that change pictures at random while the network is trained."""
    return tuple(layer.name for layer in model._flatten_layers() if type(layer).__name__.startswith("Random"))


def heavy_dropout(model: keras.Model, most: float) -> tuple[tuple[str, float], ...]:
    """Names and rates of the dropout layers above a rate, wherever in the network they are."""
    return tuple(
        (layer.name, float(layer.rate))
        for layer in model._flatten_layers()
        if isinstance(layer, keras.layers.Dropout) and layer.rate > most
    )


def feeding(model: keras.Model, spec: Spec, output: int) -> tuple[int, ...] | None:
    """The places in the recipe of the layers that lead to one of several outputs; None for all of them."""
    tensors = getattr(model, "outputs", None) or []
    if len(tensors) < 2 or spec.model is None:
        return None
    names: set[str] = set()
    waiting = [jax.tree.leaves(model._outputs_struct)[output]]
    while waiting:
        operation = waiting.pop()._keras_history.operation
        if operation.name not in names:
            names.add(operation.name)
            waiting += [tensor for node in operation._inbound_nodes for tensor in node.input_tensors]
    return tuple(place for place, layer in enumerate(spec.layers()) if layer["config"].get("name") in names)


def seen_by_first_weights(model: keras.Model, data: Data) -> Stats | None:
    """The input as the first layer with weights sees it; None when that is an embedding or nobody can tell."""
    if not takes_numbers(model, data, data.input):
        return None
    x = np.asarray(data.x[:_LOOKED_AT])
    tensor = _tensor(model, data, data.input)
    if tensor is None:
        return _seen_on_the_way(model, data)
    weighty = [layer for layer in model.layers if hasattr(layer, "kernel") or hasattr(layer, "cell")]
    first = next((layer for layer in weighty if _sources(layer) == [tensor]), None)
    if first is None:
        return Stats.of(x) if len(model.inputs) == 1 else None
    return Stats.of(keras.Model(tensor, first.input).predict(x, verbose=0))


def _seen_on_the_way(model: keras.Model, data: Data) -> Stats | None:
    """For a network that is code: what the first layer with a kernel is called with."""
    given: list[Any] = []
    layers = [layer for layer in model._flatten_layers() if hasattr(layer, "kernel")]

    def noting(call: Any) -> Any:
        def noted(inputs: Any, *args: Any, **kwargs: Any) -> Any:
            given.append(inputs)
            return call(inputs, *args, **kwargs)

        return noted

    for layer in layers:
        vars(layer)["call"] = noting(layer.call)  # in its __dict__: Keras' own setattr would track it
    try:
        model(jax.tree.map(lambda array: array[:_LOOKED_AT], data.inputs), training=False)
    finally:
        for layer in layers:
            del vars(layer)["call"]
    return Stats.of(np.asarray(given[0])) if given and len(jax.tree.leaves(data.inputs)) == 1 else None


def _tensor(model: keras.Model, data: Data, place: int) -> Any:
    """The network's own input for one of the arrays; None for a network that is code."""
    tensors = getattr(model, "inputs", None)
    if not tensors:
        return None
    if isinstance(data.inputs, Mapping):
        name = sorted(data.inputs)[place]
        return next((tensor for tensor in tensors if tensor.name == name), None)
    return tensors[place] if place < len(tensors) else None


def _sources(layer: keras.layers.Layer) -> list[Any]:
    """The inputs of the network that a layer's own input is made of."""
    try:
        given = layer.input
    except (AttributeError, ValueError):
        return []  # called several times, or inside another model
    return list(keras.utils.get_source_inputs(given))
