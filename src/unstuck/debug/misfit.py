"""Why Keras refused a network or its data, in words: for crashes, where no experiment can say it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import keras
import numpy as np

from unstuck.engine import FitCall

Shape = tuple[int | None, ...]


def explain_fit(model: keras.Model, call: FitCall) -> str | None:
    """What does not fit between a network of one input and the arrays that its `fit` was given, and what to change.

    Returns:
        None where the shapes say nothing.
    """
    if not model.built:
        return None
    network, sample = tuple(model.inputs[0].shape[1:]), np.shape(call.x)[1:]
    if not takes(model, call):
        return _inputs(network, sample)
    return _outputs(model, tuple(model.outputs[0].shape[1:]), np.shape(call.y)[1:])


def takes(model: keras.Model, call: FitCall) -> bool:
    """Whether samples of this shape go into the network."""
    if not model.built:
        return True
    network, sample = model.inputs[0].shape[1:], np.shape(call.x)[1:]
    return len(network) == len(sample) and all(n in (None, s) for n, s in zip(network, sample, strict=True))


def explain_error(message: str) -> str | None:
    """What Keras' message about a network that cannot be built means, and what to change."""
    for pattern, explain in _MESSAGES:
        found = re.search(pattern, message)
        if found:
            return explain(*(tuple(int(n) for n in re.findall(r"\d+", group)) for group in found.groups()))
    return None


def _inputs(network: Shape, sample: tuple[int, ...]) -> str:
    says = f"The network takes samples of shape {_text(network)}, but each sample of x has shape {_text(sample)}."
    if sorted(map(str, network)) == sorted(map(str, sample)):
        places = [sample.index(size) + 1 for size in network]
        return f"{says} The axes come in another order: x = np.transpose(x, (0, {', '.join(map(str, places))}))."
    if network[: len(sample)] == sample and set(network[len(sample) :]) == {1}:
        return f"{says} The last axis is missing: x = x[..., np.newaxis]."
    if sample[: len(network)] == network and set(sample[len(network) :]) == {1}:
        return f"{says} x has one axis too many: x = x[..., 0]."
    if math.prod(sample) == math.prod(size or -1 for size in network):  # None, any size, makes it negative
        return f"{says} They hold as many numbers: x = x.reshape({', '.join(map(str, (-1, *network)))})."
    return f"{says} Give the first layer the shape of your samples: keras.Input({_text(sample)})."


def _outputs(model: keras.Model, output: Shape, label: Shape) -> str | None:
    says = f"For each sample the network answers with shape {_text(output)}, but its label has shape {_text(label)}."
    if len(output) > max(1, len(label)):
        recurrent = [layer.name for layer in model.layers if getattr(layer, "return_sequences", False)]
        if recurrent:
            return f"{says} {recurrent[-1]} returns every time step: for one answer a sequence, return_sequences=False."
        return f"{says} The layers keep the axes of the image: put layers.Flatten() before the last Dense layers."
    if len(label) > len(output):
        return (
            f"{says} The labels have an answer for every step, the network has one: take the one that is meant"
            " (y[:, -1]), or let the network answer every step (return_sequences=True)."
        )
    if len(output) == 1 and label in ((), (1,)) and output[0] != 1:
        return (
            f"{says} Where the labels are class numbers, the loss is sparse_categorical_crossentropy; where they are"
            " amounts or yes and no, the last layer has one unit."
        )
    if len(output) == len(label) and output != label:
        return f"{says} The last layer needs {label[-1]} units."
    return None


def _no_room(inputs: Sequence[int], kernel: Sequence[int]) -> str:
    """A convolution whose kernel is larger than its input."""
    sizes = len(kernel) - 2
    axes = tuple(inputs[-sizes - 1 :])
    turned = (*axes[1:], axes[0])
    if axes[0] <= 4 and all(axis >= size for axis, size in zip(turned, kernel[:sizes], strict=False)):
        return (
            f"Keras puts the channels last: {_text(axes)} reads as {' by '.join(map(str, axes[:-1]))} with {axes[-1]}"
            f" channels. Shape the data, and the first layer's input, as {_text(turned)}."
        )
    return (
        f"What is left of the image here, {' by '.join(map(str, axes[:-1]))}, is smaller than the kernel of"
        f" {' by '.join(map(str, kernel[:sizes]))}: use padding='same', a smaller kernel, or fewer poolings before it."
    )


def _recurrent(shape: Sequence[int]) -> str:
    if len(shape) == 1:
        return (
            f"A recurrent layer reads samples of shape (time steps, features) and gets {_text(tuple(shape))}. Behind"
            " another recurrent layer, that one needs return_sequences=True; as the first layer, it needs both axes:"
            " x = x[..., np.newaxis] and the input shape to match."
        )
    gets = _text(tuple(shape))
    return f"A recurrent layer reads samples of shape (time steps, features) and gets {gets}: one axis too many."


def _image(shape: Sequence[int]) -> str:
    return (
        f"A 2D convolution reads images of shape (height, width, channels) and gets {_text(tuple(shape))}. Grey images"
        " need the channel too: x = x[..., np.newaxis] and the input shape to match."
    )


def _features(wanted: Sequence[int], got: Sequence[int]) -> str:
    return (
        f"The layer was made for {wanted[0]} features and gets {got[-1]}: give its input shape the number of columns"
        f" of x, {got[-1]}."
    )


def _text(shape: Sequence[int | None]) -> str:
    return str(tuple(shape))


# Keras' own messages, with the shapes in them. Source: its layers/input_spec.py and ops/operation_utils.py.
_MESSAGES = (
    (r"output size would be zero or negative.*?inputs shape=(\(.*?\)).*?kernel shape=(\(.*?\))", _no_room),
    (r"layer 'conv2d.*?expected min_ndim=4, found ndim=3\. Full shape received: (\(.*?\))", _image),
    (r"expected ndim=3, found ndim=\d\. Full shape received: (\(.*?\))", _recurrent),
    (r"expected axis -1 of input shape to have value (\d+), but received input with shape (\(.*?\))", _features),
)
