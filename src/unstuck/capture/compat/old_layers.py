"""Layers of Keras 0.3 and 1 that were more than another name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
from keras import ops
from keras.src.models.functional import Functional

from unstuck.capture.compat.arguments import old_kernel
from unstuck.errors import UnstuckError

_Tensor = Any


def Convolution1D(*args: Any, **kwargs: Any) -> keras.layers.Layer:
    """A `Conv1D`; its arguments are translated as every layer's."""
    return keras.layers.Conv1D(*args, **kwargs)


def Convolution2D(*args: Any, **kwargs: Any) -> keras.layers.Layer:
    """A `Conv2D` from Keras 1's `(filters, rows, columns)` or today's arguments."""
    return keras.layers.Conv2D(*old_kernel(args), **kwargs)


def Convolution3D(*args: Any, **kwargs: Any) -> keras.layers.Layer:
    """A `Conv3D` from Keras 1's `(filters, depth, rows, columns)` or today's arguments."""
    if len(args) >= 4 and all(isinstance(size, int) for size in args[1:4]):
        args = (args[0], args[1:4], *args[4:])
    return keras.layers.Conv3D(*args, **kwargs)


def TimeDistributedDense(*args: Any, **kwargs: Any) -> keras.layers.Layer:
    """A `Dense` at every time step, which is what `Dense` does now."""
    kwargs.pop("input_length", None)
    return keras.layers.Dense(*args, **kwargs)


class ThresholdedReLU(keras.layers.Layer):
    """`x` above theta, 0 below."""

    def __init__(self, theta: float = 1.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.theta = float(theta)

    def call(self, inputs: _Tensor) -> _Tensor:
        """Args: inputs: of any shape, which is the result's too."""
        return inputs * ops.cast(inputs > self.theta, inputs.dtype)

    def get_config(self) -> dict[str, Any]:
        """Keras' serialisation."""
        return {**super().get_config(), "theta": self.theta}


def merge(
    inputs: Sequence[_Tensor],
    mode: str | Callable[..., _Tensor] = "sum",
    concat_axis: int = -1,
    dot_axes: Any = -1,
    output_shape: Any = None,
    name: str | None = None,
    **_: Any,
) -> _Tensor:
    """Keras 1's functional merge of several tensors into one."""
    return _merging(mode, concat_axis, dot_axes, output_shape, name)(list(inputs))


def _merging(mode: Any, concat_axis: int, dot_axes: Any, output_shape: Any, name: str | None) -> keras.layers.Layer:
    layers = keras.layers
    kinds: dict[str, Callable[[], keras.layers.Layer]] = {
        "sum": lambda: layers.Add(name=name),
        "mul": lambda: layers.Multiply(name=name),
        "ave": lambda: layers.Average(name=name),
        "max": lambda: layers.Maximum(name=name),
        "concat": lambda: layers.Concatenate(axis=concat_axis, name=name),
        "dot": lambda: layers.Dot(axes=dot_axes, name=name),
        "cos": lambda: layers.Dot(axes=dot_axes, normalize=True, name=name),
    }
    if callable(mode):
        return layers.Lambda(mode, output_shape=output_shape, name=name)
    if mode not in kinds:
        raise UnstuckError(
            f"Keras 1 merged by one of {', '.join(kinds)}.", f"mode={mode!r}", "Use one of them, or a function."
        )
    return kinds[mode]()


class Merge:
    """Keras 1's merge of several networks at the beginning of a Sequential one.

    `take_over` makes the Sequential model into a functional one of several inputs: today's has one only.
    """

    def __init__(
        self,
        layers: Sequence[keras.Model],
        mode: Any = "sum",
        concat_axis: int = -1,
        dot_axes: Any = -1,
        output_shape: Any = None,
        name: str | None = None,
        **_: Any,
    ) -> None:
        self.models = list(layers)
        self.layer = _merging(mode, concat_axis, dot_axes, output_shape, name)

    def take_over(self, model: keras.Sequential) -> None:
        """Changes an empty Sequential model in place, for the script holds it already."""
        inputs = [tensor for each in self.models for tensor in each.inputs]
        model.__class__ = Merged
        Functional.__init__(model, inputs, self.layer([each.outputs[0] for each in self.models]))


class Merged(Functional):
    """What a Sequential model becomes that begins with a `Merge`: functional, and grown layer by layer."""

    def add(self, layer: keras.layers.Layer) -> None:
        """Puts a layer on the end."""
        Functional.__init__(self, self.inputs, layer(self.outputs[0]))


# The recipe reads a model's kind off its class's name.
Merged.__name__ = "Functional"
