"""What each layer is in ONNX, when it answers (not when it trains).

Keras has the channels last, ONNX's convolutions and poolings have them first: each is turned there and back, and
onnxruntime takes turns that meet away.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from unstuck.errors import UnstuckError
from unstuck.export.graph import Graph


@dataclass(frozen=True, eq=False)
class Call:
    """One place in the model where a layer is called; a layer that is shared has several.

    Args:
        inputs: the values' names in the graph.
        input_shape: of the first one, without the batch.
        output_shape: without the batch.
    """

    layer: Any
    inputs: tuple[str, ...]
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]


Rule = Callable[[Graph, Call], str]


def add_layer(graph: Graph, call: Call) -> str:
    """Adds a layer's nodes and gives its output's name.

    Raises:
        UnstuckError: the layer has no rule here, or a setting that the rule does not know.
    """
    layer = call.layer
    name = type(layer).__name__
    if name in _ONLY_IN_TRAINING:
        return call.inputs[0]
    if name not in _RULES:
        raise _refused(layer, name)
    if getattr(layer, "data_format", "channels_last") != "channels_last":
        raise _refused(layer, f"{name} with data_format={layer.data_format!r}")
    return _RULES[name](graph, call)


def _refused(layer: Any, what: str) -> UnstuckError:
    known = ", ".join(sorted({*_RULES, *_ONLY_IN_TRAINING}))
    return UnstuckError(
        f"The export to ONNX knows these layers: {known}.", f"{what} (layer {layer.name!r})", "export it --to keras"
    )


def _array(variable: Any) -> np.ndarray:
    return np.asarray(variable, "float32")


def _floats(*values: float) -> np.ndarray:
    return np.array(values, "float32")


# --- Activations


def _gelu(graph: Graph, x: str) -> str:
    half = graph.add("Add", graph.add("Erf", graph.add("Mul", x, _floats(math.sqrt(0.5)))), _floats(1))
    return graph.add("Mul", graph.add("Mul", x, half), _floats(0.5))


_ACTIVATIONS: dict[str, Callable[[Graph, str], str]] = {
    "linear": lambda graph, x: x,
    "relu": lambda graph, x: graph.add("Relu", x),
    "relu6": lambda graph, x: graph.add("Clip", x, np.array(0, "float32"), np.array(6, "float32")),
    "leaky_relu": lambda graph, x: graph.add("LeakyRelu", x, alpha=0.2),
    "elu": lambda graph, x: graph.add("Elu", x, alpha=1.0),
    "selu": lambda graph, x: graph.add("Selu", x),
    "gelu": _gelu,
    "silu": lambda graph, x: graph.add("Mul", x, graph.add("Sigmoid", x)),
    "sigmoid": lambda graph, x: graph.add("Sigmoid", x),
    "tanh": lambda graph, x: graph.add("Tanh", x),
    "softplus": lambda graph, x: graph.add("Softplus", x),
    "softsign": lambda graph, x: graph.add("Softsign", x),
    "exponential": lambda graph, x: graph.add("Exp", x),
    "softmax": lambda graph, x: graph.add("Softmax", x, axis=-1),
    "log_softmax": lambda graph, x: graph.add("LogSoftmax", x, axis=-1),
}


def _activated(graph: Graph, layer: Any, x: str) -> str:
    name = getattr(layer.activation, "__name__", str(layer.activation))
    if name not in _ACTIVATIONS:
        raise _refused(layer, f"the activation {name}")
    return _ACTIVATIONS[name](graph, x)


def _relu(graph: Graph, call: Call) -> str:
    layer = call.layer
    if layer.threshold:
        raise _refused(layer, f"ReLU with threshold={layer.threshold}")
    x = graph.add("LeakyRelu", call.inputs[0], alpha=float(layer.negative_slope))
    return x if layer.max_value is None else graph.add("Min", x, _floats(layer.max_value))


# --- Sums


def _dense(graph: Graph, call: Call) -> str:
    layer = call.layer
    x = graph.add("MatMul", call.inputs[0], _array(layer.kernel))
    return _activated(graph, layer, graph.add("Add", x, _array(layer.bias)) if layer.use_bias else x)


def _conv(graph: Graph, call: Call) -> str:
    kernel = _array(call.layer.kernel).transpose(3, 2, 0, 1)  # (h, w, in, out) → (out, in, h, w)
    return _convolved(graph, call, kernel, call.layer.groups)


def _depthwise(graph: Graph, call: Call) -> str:
    height, width, channels, times = call.layer.kernel.shape
    kernel = _array(call.layer.kernel).transpose(2, 3, 0, 1).reshape(channels * times, 1, height, width)
    return _convolved(graph, call, kernel, channels)


def _convolved(graph: Graph, call: Call, kernel: np.ndarray, groups: int) -> str:
    layer = call.layer
    x = graph.add(
        "Conv",
        _channels_first(graph, call.inputs[0]),
        kernel,
        *([_array(layer.bias)] if layer.use_bias else []),
        strides=layer.strides,
        dilations=layer.dilation_rate,
        group=groups,
        pads=_pads(call, layer.kernel_size, layer.dilation_rate),
    )
    return _activated(graph, layer, _channels_last(graph, x))


# --- Pooling


def _pool(kind: str, **attributes: Any) -> Rule:
    def add(graph: Graph, call: Call) -> str:
        layer = call.layer
        x = graph.add(
            kind,
            _channels_first(graph, call.inputs[0]),
            kernel_shape=layer.pool_size,
            strides=layer.strides,
            pads=_pads(call, layer.pool_size, (1, 1)),
            **attributes,
        )
        return _channels_last(graph, x)

    return add


def _pool_all(kind: str) -> Rule:
    def add(graph: Graph, call: Call) -> str:
        return graph.add(kind, call.inputs[0], axes=(1, 2), keepdims=int(call.layer.keepdims))

    return add


def _pads(call: Call, size: Sequence[int], dilation: Sequence[int]) -> list[int]:
    """ONNX's `pads`, rows and columns added before and after; of an odd number the one more goes after."""
    layer = call.layer
    if layer.padding == "valid":
        return [0, 0, 0, 0]
    before, after = [], []
    for axis, length in enumerate(call.input_shape[:2]):
        steps, reach = -(-length // layer.strides[axis]), (size[axis] - 1) * dilation[axis] + 1
        missing = max(0, (steps - 1) * layer.strides[axis] + reach - length)
        before.append(missing // 2)
        after.append(missing - missing // 2)
    return before + after


def _channels_first(graph: Graph, x: str) -> str:
    return graph.add("Transpose", x, perm=(0, 3, 1, 2))


def _channels_last(graph: Graph, x: str) -> str:
    return graph.add("Transpose", x, perm=(0, 2, 3, 1))


# --- Scaling


def _rescaling(graph: Graph, call: Call) -> str:
    scaled = graph.add("Mul", call.inputs[0], _array(call.layer.scale))
    return graph.add("Add", scaled, _array(call.layer.offset))


def _batch_normalization(graph: Graph, call: Call) -> str:
    layer = call.layer
    scale = 1 / np.sqrt(_array(layer.moving_variance) + layer.epsilon)
    scale = scale * _array(layer.gamma) if layer.scale else scale
    shift = -_array(layer.moving_mean) * scale
    shift = shift + _array(layer.beta) if layer.center else shift
    dimensions = 1 + len(call.input_shape)
    shape = [1] * dimensions
    shape[layer.axis % dimensions] = -1
    return graph.add("Add", graph.add("Mul", call.inputs[0], scale.reshape(shape)), shift.reshape(shape))


def _normalization(graph: Graph, call: Call) -> str:
    layer = call.layer
    if layer.invert:
        raise _refused(layer, "Normalization with invert=True")
    deviation = np.maximum(np.sqrt(_array(layer.variance)), 1e-7)  # Keras' epsilon
    return graph.add("Div", graph.add("Sub", call.inputs[0], _array(layer.mean)), deviation)


# --- Shapes


def _reshaped(graph: Graph, call: Call) -> str:
    return graph.add("Reshape", call.inputs[0], np.array([-1, *call.output_shape], "int64"))


def _permute(graph: Graph, call: Call) -> str:
    return graph.add("Transpose", call.inputs[0], perm=(0, *call.layer.dims))


def _zero_padding(graph: Graph, call: Call) -> str:
    (top, bottom), (left, right) = call.layer.padding
    return graph.add("Pad", call.inputs[0], np.array([0, top, left, 0, 0, bottom, right, 0], "int64"))


# --- Several inputs


def _merged(kind: str) -> Rule:
    def add(graph: Graph, call: Call) -> str:
        x, *others = call.inputs
        for other in others:
            x = graph.add(kind, x, other)
        return x

    return add


_RULES: dict[str, Rule] = {
    "Activation": lambda graph, call: _activated(graph, call.layer, call.inputs[0]),
    "Add": _merged("Add"),
    "AveragePooling2D": _pool("AveragePool", count_include_pad=0),
    "BatchNormalization": _batch_normalization,
    "Concatenate": lambda graph, call: graph.add("Concat", *call.inputs, axis=call.layer.axis),
    "Conv2D": _conv,
    "Dense": _dense,
    "DepthwiseConv2D": _depthwise,
    "Flatten": _reshaped,
    "GlobalAveragePooling2D": _pool_all("ReduceMean"),
    "GlobalMaxPooling2D": _pool_all("ReduceMax"),
    "LeakyReLU": lambda graph, call: graph.add("LeakyRelu", call.inputs[0], alpha=float(call.layer.negative_slope)),
    "MaxPooling2D": _pool("MaxPool"),
    "Multiply": _merged("Mul"),
    "Normalization": _normalization,
    "Permute": _permute,
    "ReLU": _relu,
    "Rescaling": _rescaling,
    "Reshape": _reshaped,
    "Softmax": lambda graph, call: graph.add("Softmax", call.inputs[0], axis=call.layer.axis),
    "ZeroPadding2D": _zero_padding,
}
_ONLY_IN_TRAINING = frozenset(
    (
        *("ActivityRegularization", "AlphaDropout", "Dropout", "GaussianDropout", "GaussianNoise", "Identity"),
        *("InputLayer", "RandomBrightness", "RandomContrast", "RandomFlip", "RandomRotation", "RandomTranslation"),
        *("RandomZoom", "SpatialDropout1D", "SpatialDropout2D"),
    )
)
