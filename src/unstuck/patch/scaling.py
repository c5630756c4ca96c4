"""`(x - shift) * scale` as code, and the variable that an expression gets its numbers from."""

from __future__ import annotations

import math
from dataclasses import dataclass

import libcst as cst

from unstuck.patch.source import Source, dotted, last_name
from unstuck.patch.values import number

# What only moves numbers around, or converts them without rounding: scaling before it is scaling after it.
_METHODS = {"reshape", "astype", "copy", "transpose", "squeeze", "swapaxes", "ravel", "flatten", "to_numpy", "numpy"}
_FUNCTIONS = {
    "array", "asarray", "ascontiguousarray", "expand_dims", "reshape", "squeeze", "transpose", "float32", "float64",
    "convert_to_tensor", "constant", "copy",
}  # fmt: skip
_ATTRIBUTES = {"T", "values"}


@dataclass(frozen=True)
class Scaling:
    """The change of the inputs: `(x - shift) * scale`."""

    shift: float
    scale: float

    @property
    def operator(self) -> str:
        """`/ 255.0` when the scale is one over a round number, else `* 0.0123`; empty for 1."""
        if math.isclose(self.scale, 1.0):
            return ""
        divisor = float(f"{1 / self.scale:.4g}") if 0 < self.scale < 1 else 0.0
        if divisor and math.isclose(divisor * self.scale, 1.0, rel_tol=1e-6):
            return f" / {number(divisor)}"
        return f" * {number(self.scale)}"

    def of(self, code: str) -> str:
        """The scaled form of an expression that needs no parentheses."""
        if self.scale == -1:
            return f"{number(self.shift)} - {code}"
        if not self.shift:
            return code + self.operator
        shifted = f"{code} - {number(self.shift)}" if self.shift > 0 else f"{code} + {number(-self.shift)}"
        return f"({shifted}){self.operator}" if self.operator else shifted

    def wrap(self, node: cst.CSTNode) -> cst.CSTNode:
        """The scaled form of any expression, its own formatting kept."""
        assert isinstance(node, cst.BaseExpression)
        if not isinstance(node, cst.Name | cst.Attribute | cst.Subscript | cst.Call) and not node.lpar:
            node = node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        return _with_placeholder(cst.parse_expression(self.of("x_")), node)

    def rescaling(self) -> str:
        """The arguments of a `Rescaling` layer that does the same."""
        divisor = self.operator.removeprefix(" / ")
        scale = f"1.0 / {divisor}" if self.operator.startswith(" /") else number(self.scale)
        return f"({scale})" if not self.shift else f"({scale}, offset={number(-self.shift * self.scale)})"


@dataclass(frozen=True)
class Filling:
    """0 in the place of what is no finite number.

    Args:
        function: `numpy.nan_to_num` as the file spells it.
    """

    function: str

    def of(self, code: str) -> str:
        """The filled form of an expression."""
        return f"{self.function}({code}, posinf=0.0, neginf=0.0)"

    def wrap(self, node: cst.CSTNode) -> cst.CSTNode:
        """The filled form of any expression, its own formatting kept."""
        assert isinstance(node, cst.BaseExpression)
        return _with_placeholder(cst.parse_expression(self.of("x_")), node)


@dataclass(frozen=True)
class Standardizing:
    """The change of the inputs to the training set's own mean 0 and deviation 1, feature by feature.

    Args:
        train: the variable of the training inputs; the two numbers of each feature are named after it.
    """

    train: str

    @property
    def preparation(self) -> str:
        """The line that measures the training set, before any array is changed."""
        return f"{self.train}_mean, {self.train}_std = {self.train}.mean(axis=0), {self.train}.std(axis=0) + 1e-7"

    def of(self, code: str) -> str:
        """The standardised form of an expression."""
        return f"({code} - {self.train}_mean) / {self.train}_std"


def base_name(source: Source, node: cst.CSTNode) -> str:
    """The one variable whose scaling scales the expression: `x` of `np.array(x[i]).reshape(-1, 784)`; else empty."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Subscript):
        return base_name(source, node.value)
    if isinstance(node, cst.Attribute) and node.attr.value in _ATTRIBUTES:
        return base_name(source, node.value)
    if not isinstance(node, cst.Call) or not _keeps_numbers(source, node):
        return ""
    func = node.func
    if isinstance(func, cst.Attribute) and last_name(func) in _METHODS and not _is_module(source, func.value):
        return base_name(source, func.value)
    if isinstance(func, cst.Attribute) and last_name(func) in _FUNCTIONS and node.args and not node.args[0].star:
        return base_name(source, node.args[0].value)
    return ""


def _keeps_numbers(source: Source, call: cst.Call) -> bool:
    """Whether no argument makes whole numbers of the values, which would cut scaled ones to 0."""
    rest = " ".join(source.code(arg) for arg in call.args)
    return ("int" not in rest and "bool" not in rest) and (last_name(call.func) != "astype" or "float" in rest)


def _is_module(source: Source, node: cst.CSTNode) -> bool:
    head = dotted(node).partition(".")[0]
    bound = source.scope(node)[head] if head else set()
    return any(isinstance(getattr(one, "node", None), cst.Import | cst.ImportFrom) for one in bound)


def _with_placeholder(tree: cst.CSTNode, node: cst.BaseExpression) -> cst.CSTNode:
    class Put(cst.CSTTransformer):
        def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
            return node if updated_node.value == "x_" else updated_node

    put = tree.visit(Put())
    assert isinstance(put, cst.CSTNode)
    return put
