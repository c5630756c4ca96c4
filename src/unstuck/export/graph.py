"""An ONNX graph that grows node by node."""

from __future__ import annotations

from typing import Any

import numpy as np


class Graph:
    """Nodes and constants in the order in which they were added; every value has a name of its own.

    Args:
        onnx: the package, which is imported only for an export.
    """

    def __init__(self, onnx: Any) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._onnx = onnx

    def add(self, kind: str, *inputs: str | np.ndarray, **attributes: Any) -> str:
        """Adds a node of one output.

        Args:
            kind: the operator's name in ONNX.
            inputs: names of values, or arrays, which become constants.

        Returns:
            the output's name.
        """
        names = [value if isinstance(value, str) else self._constant(value) for value in inputs]
        output = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(self._onnx.helper.make_node(kind, names, [output], name=output, **attributes))
        return output

    def _constant(self, value: np.ndarray) -> str:
        name = f"constant_{len(self.constants)}"
        self.constants.append(self._onnx.numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name
