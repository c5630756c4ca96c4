"""What goes on inside a network while it trains: each layer's activations, gradients and updates, as arrays.

The model and its code stay as they are. While the step is traced, the `call` of every layer is watched, so that the
outputs are those of the very forward pass that the gradients come from.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import jax
import jax.numpy as jnp
import keras
import numpy as np

# The values between which an activation is bounded. Softmax is not among them: a sure answer is what it is to give.
BOUNDS = {
    "hard_sigmoid": (0.0, 1.0),
    "hard_tanh": (-1.0, 1.0),
    "sigmoid": (0.0, 1.0),
    "soft_sign": (-1.0, 1.0),
    "softsign": (-1.0, 1.0),
    "tanh": (-1.0, 1.0),
}
# Of the range between the bounds. So near to one, a sigmoid or tanh has less than 4 % of its greatest slope left.
NEAR = 0.01
Body = Callable[[Any, Any], Any]  # of a loop: the step's number and what is carried on
OF_WEIGHTS = ("gradient_norm", "weight_norm", "update_ratio")
OF_ACTIVATIONS = ("mean", "deviation", "zeros", "dead", "saturated")


@dataclass(frozen=True)
class Probes:
    """What is to be measured while a model trains.

    Args:
        every: the steps 0, `every`, 2 `every`, … of each epoch's full batches are looked into. The first step at which
            something is not finite is found whatever this is.
    """

    every: int = 50


@dataclass(frozen=True)
class NonFinite:
    """The first tensor that is infinite or not a number.

    Args:
        step: counted from 0 in its epoch.
        tensor: which kind of tensor; within a step they come in this order: the weights that the step starts from,
            activations from the input on, the loss, gradients, the weights that the step leaves behind.
        layer: whose; empty for the loss.
    """

    step: int
    tensor: Literal["weight", "activation", "loss", "gradient"]
    layer: str


@dataclass(frozen=True, eq=False)
class Readings:
    """What was measured in one epoch: one float32 array of shape (steps looked into, layers) a quantity.

    NaN stands where a layer has no such thing: no trainable weights, no output of floating-point numbers.

    Args:
        layers: the layers' names in the order in which the model holds them; a model within the model is opened, any
            other layer that has layers in it counts as one. Weights of the model's own stand under the model's name.
        activations: the name of each layer's activation function, empty where it has none.
        steps: the numbers of the steps that were looked into, counted from 0.
        gradient_norm: Euclidean norm over all the layer's trainable weights, of the gradients before any clipping.
        weight_norm: the same norm of the weights before the step.
        update_ratio: the norm of the step's change of the weights, divided by `weight_norm`.
        mean: of the layer's output for the batch (of its first output; for a layer used twice, of its last use).
        deviation: of the same numbers.
        zeros: share of them that are exactly zero.
        dead: share of units (places along the last axis) that are zero for every sample of the batch.
        saturated: share of them within `NEAR` of the range from a bound of the activation function; NaN for functions
            that are not in `BOUNDS`.
        non_finite: the first tensor that is not finite, if any is.
    """

    layers: tuple[str, ...]
    activations: tuple[str, ...]
    steps: np.ndarray
    gradient_norm: np.ndarray
    weight_norm: np.ndarray
    update_ratio: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray
    zeros: np.ndarray
    dead: np.ndarray
    saturated: np.ndarray
    non_finite: NonFinite | None


class Probe:
    """The probes of one built model."""

    def __init__(self, model: keras.Model, probes: Probes) -> None:
        self.model, self.every = model, probes.every
        self.watched = list(dict.fromkeys(_layers_of(model)))
        place = {id(variable): i for i, variable in enumerate(model.trainable_variables)}
        self.groups = [[place[id(v)] for v in layer.trainable_variables if id(v) in place] for layer in self.watched]
        self.names = [layer.name for layer in self.watched]
        own = sorted(set(place.values()) - {i for group in self.groups for i in group})
        if own:
            self.groups.append(own)
            self.names.append(model.name)
        self.activations = [_activation_of(layer) for layer in self.watched] + [""] * bool(own)

    def loss_and_activations(self, *args: Any, **kwargs: Any) -> tuple[Any, tuple[Any, ...]]:
        """Keras' `compute_loss_and_updates` that gives, beside what it gives, the layers' outputs by their place."""
        with _watching(self.watched) as outputs:
            total, rest = self.model.compute_loss_and_updates(*args, **kwargs)
        return total, (*rest, {place: array for place, out in outputs.items() if (array := _array_of(out)) is not None})

    def empty_readings(self, steps: int) -> dict[str, jax.Array]:
        """Room for the readings of `steps` steps."""
        shape = (-(-steps // self.every), len(self.names))
        return {name: jnp.full(shape, jnp.nan, "float32") for name in (*OF_WEIGHTS, *OF_ACTIVATIONS)}

    def loop(self, start: Any, stop: Any, body: Body, probed: Body, carry: Any) -> Any:
        """`lax.fori_loop(start, stop, body, carry)` with the other body, `probed`, for each `every`-th step.

        Loops of no or one step choose between the bodies: `lax.cond` would copy all weights at every step.
        """

        def block(j: Any, carry: Any) -> Any:
            first = j * self.every
            carry = jax.lax.fori_loop(jnp.maximum(first, start), jnp.minimum(first + 1, stop), probed, carry)
            return jax.lax.fori_loop(jnp.maximum(first + 1, start), jnp.minimum(first + self.every, stop), body, carry)

        return jax.lax.fori_loop(start // self.every, -(-stop // self.every), block, carry)

    def note(
        self,
        readings: Mapping[str, jax.Array],
        step: jax.Array,
        before: Sequence[jax.Array],
        after: Sequence[jax.Array],
        gradients: Sequence[jax.Array],
        activations: Mapping[int, jax.Array],
    ) -> dict[str, jax.Array]:
        """The readings with those of one step.

        Args:
            before: the trainable variables before the step, and `after` it.
            activations: the layers' outputs by their place.
        """
        weight, gradient = self._norms(before), self._norms(gradients)
        change = self._norms([new - old for new, old in zip(after, before, strict=True)])
        nothing = jnp.full(len(OF_ACTIVATIONS), jnp.nan, "float32")
        rows = [
            _of_activation(activations[place], BOUNDS.get(name)) if place in activations else nothing
            for place, name in enumerate(self.activations)
        ]
        measured = (gradient, weight, jnp.where(weight > 0, change / weight, jnp.nan), *jnp.stack(rows, axis=1))
        names = (*OF_WEIGHTS, *OF_ACTIVATIONS)
        place = step // self.every
        return {name: readings[name].at[place].set(row) for name, row in zip(names, measured, strict=True)}

    def readings(self, measured: Mapping[str, Any], non_finite: NonFinite | None) -> Readings:
        """The record of an epoch as NumPy arrays."""
        arrays = {name: np.asarray(values) for name, values in measured.items()}
        steps = np.arange(len(arrays["mean"]), dtype="int32") * self.every
        return Readings(tuple(self.names), tuple(self.activations), steps, **arrays, non_finite=non_finite)

    def _norms(self, values: Sequence[jax.Array]) -> jax.Array:
        def norm(group: Sequence[int]) -> jax.Array:
            squares = [jnp.sum(jnp.square(values[i].astype("float32"))) for i in group]
            return jnp.sqrt(sum(squares)) if squares else jnp.float32(jnp.nan)

        return jnp.stack([norm(group) for group in self.groups])


def _layers_of(model: keras.Model) -> Iterator[keras.layers.Layer]:
    """The layers that the model calls, those of models within it too; what other layers hold is their own business.

    A recurrent layer calls its cell inside a loop, whose values cannot be had outside it.
    """
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from _layers_of(layer)
        elif not isinstance(layer, keras.layers.InputLayer):
            yield layer


def _activation_of(layer: keras.layers.Layer) -> str:
    if isinstance(layer, keras.layers.ReLU):
        return "relu"
    return getattr(getattr(layer, "activation", None), "__name__", "")


@contextmanager
def _watching(layers: Sequence[keras.layers.Layer]) -> Iterator[dict[int, Any]]:
    """Inside, what each layer's `call` gives is noted under the layer's place; afterwards the layers are as before."""
    outputs: dict[int, Any] = {}

    def watched(place: int, call: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(call)
        def noting(*args: Any, **kwargs: Any) -> Any:
            outputs[place] = call(*args, **kwargs)
            return outputs[place]

        return noting

    # In the instance's own __dict__, which goes before the class; Keras' __setattr__ would track it.
    before = [dict(vars(layer)) for layer in layers]
    for place, layer in enumerate(layers):
        if layer._remat_mode is None:  # what is computed twice to save memory cannot be looked into
            vars(layer)["call"] = watched(place, layer.call)
    try:
        yield outputs
    finally:
        for layer, own in zip(layers, before, strict=True):
            if "call" in own:
                vars(layer)["call"] = own["call"]
            else:
                vars(layer).pop("call", None)


def _array_of(output: Any) -> jax.Array | None:
    return next((leaf for leaf in jax.tree.leaves(output) if jnp.issubdtype(leaf.dtype, jnp.floating)), None)


def _of_activation(output: jax.Array, bounds: tuple[float, float] | None) -> jax.Array:
    """The numbers of `OF_ACTIVATIONS` for one layer's output of any shape."""
    output = output.astype("float32")
    by_unit = output.reshape(-1, output.shape[-1] if output.ndim > 1 else 1)
    saturated = jnp.float32(jnp.nan)
    if bounds is not None:
        low, high = bounds
        near = NEAR * (high - low)
        saturated = jnp.mean((output < low + near) | (output > high - near))
    return jnp.stack(
        [
            jnp.mean(output),
            jnp.std(output),
            jnp.mean(output == 0),
            jnp.mean(jnp.all(by_unit == 0, axis=0)),
            saturated,
        ]
    )
