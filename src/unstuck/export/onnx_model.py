"""A Keras model as ONNX, written node by node: JAX needs no TensorFlow for it, nor a tracer of its programs."""

from __future__ import annotations

import json
from typing import Any

import keras

from unstuck import __version__
from unstuck.export.graph import Graph
from unstuck.export.layers import Call, add_layer
from unstuck.optional import optional
from unstuck.serve import Classifier

# Of July 2022, with all we need: every onnxruntime since 1.12 reads it.
OPSET, IR_VERSION = 17, 8
INPUT = "image"


def onnx_bytes(classifier: Classifier) -> bytes:
    """The model in ONNX's form: input `image`, float32 (batch, height, width[, channels]) from 0 to 255; output as the
    Keras model's, (batch, classes). The metadata hold `class_names` as JSON.

    Raises:
        UnstuckError: a package is missing, or it has a layer that has no rule in `layers.py`.
    """
    onnx = optional("onnx", "export")
    graph, model = Graph(onnx), classifier.model
    output = _add_model(graph, model, (INPUT,))
    value = lambda name, shape: onnx.helper.make_tensor_value_info(  # noqa: E731
        name, onnx.TensorProto.FLOAT, ["batch", *shape]
    )
    made = onnx.helper.make_model(
        onnx.helper.make_graph(
            graph.nodes,
            "unstuck",
            [value(INPUT, classifier.input_shape)],
            [value(output, model.output_shape[1:])],
            graph.constants,
        ),
        opset_imports=[onnx.helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="unstuck",
        producer_version=__version__,
    )
    onnx.helper.set_model_props(made, {"class_names": json.dumps(classifier.class_names)})
    onnx.checker.check_model(made, full_check=True)
    content: bytes = made.SerializeToString()
    return content


def _add_model(graph: Graph, model: Any, inputs: tuple[str, ...]) -> str:
    """Adds what leads from a model's inputs to its output, and gives the output's name."""
    names = {id(tensor): name for tensor, name in zip(model.inputs, inputs, strict=True)}
    waiting = [model.outputs[0]]
    while waiting:  # no recursion: networks may be deeper than Python's stack
        tensor = waiting[-1]
        layer, node, _ = tensor._keras_history
        sources = layer._inbound_nodes[node].input_tensors
        missing = [source for source in sources if id(source) not in names]
        if id(tensor) not in names and missing:
            waiting += missing
            continue
        waiting.pop()
        if id(tensor) not in names:
            given = tuple(names[id(source)] for source in sources)
            shapes = tuple(sources[0].shape[1:]), tuple(tensor.shape[1:])
            is_model = isinstance(layer, keras.Model)
            names[id(tensor)] = (
                _add_model(graph, layer, given) if is_model else add_layer(graph, Call(layer, given, *shapes))
            )
    return names[id(model.outputs[0])]
