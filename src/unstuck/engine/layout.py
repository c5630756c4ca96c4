"""Operations that follow their inputs' layout, so that what replaced operations make is transposed as little as can be.

XLA carries a layout on through elementwise operations of one array. Where others join (a bias, a mask), where sums are
taken, and at the way out into dense layers, it would transpose whole activations back; here such an operation is given
the layout of its input, and its gradient then has it as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import jax
import numpy as np
from jax import lax

# The axes of an array in the order that puts the batch last; None for an array that no replaced operation has made.
Layout = tuple[int, ...] | None
Replacement = tuple[Callable | None, Layout]  # None: the operation stays as it is

_ELEMENTWISE = frozenset(
    (
        *("add", "sub", "mul", "div", "max", "min", "pow", "neg", "abs", "sign", "square", "integer_pow", "sqrt"),
        *("rsqrt", "exp", "exp2", "expm1", "log", "log1p", "tanh", "logistic", "erf", "gt", "ge", "lt", "le", "eq"),
        *("ne", "select_n", "clamp", "convert_element_type", "copy", "stop_gradient"),
    )
)


def follow(equation: Any, layouts: list[Layout]) -> Replacement:
    """The operation in its inputs' layout, and the layout of its first output."""
    name = equation.primitive.name
    if not any(layouts):
        return None, None
    if name in _ELEMENTWISE:
        return _elementwise(equation, layouts)
    if name in ("reduce_sum", "reduce_max", "reduce_min"):
        return _reduction(equation, layouts[0]), None
    if name == "reshape":
        return _reshape(equation, layouts[0])
    if name == "dot_general":
        return _dot(equation, layouts), None
    return None, None


def like_inputs(equation: Any, layouts: list[Layout]) -> list[Layout]:
    """The layout of the first input that has one, for each output of that input's rank."""
    layout = next((layout for layout in layouts if layout), None)
    return [layout if layout and len(out.aval.shape) == len(layout) else None for out in equation.outvars]


def inverse(axes: Sequence[int]) -> tuple[int, ...]:
    """The transposition that takes `axes` back."""
    return tuple(int(axis) for axis in np.argsort(axes))


def _elementwise(equation: Any, layouts: list[Layout]) -> Replacement:
    [axes] = like_inputs(equation, layouts)
    others = any(atom.aval.shape and layout != axes for atom, layout in zip(equation.invars, layouts, strict=True))
    if axes is None or not others:
        return None, axes

    def elementwise(*inputs: jax.Array) -> jax.Array:
        inputs = tuple(x.transpose(axes) if x.ndim else x for x in inputs)
        return equation.primitive.bind(*inputs, **equation.params).transpose(inverse(axes))

    return elementwise, axes


def _reduction(equation: Any, axes: Layout) -> Callable:
    assert axes is not None
    gone = equation.params["axes"]
    kept = [axis for axis in axes if axis not in gone]

    def reduction(x: jax.Array) -> jax.Array:
        parameters = equation.params | {"axes": tuple(sorted(axes.index(axis) for axis in gone))}
        return equation.primitive.bind(x.transpose(axes), **parameters).transpose(inverse(kept))

    return reduction


def _reshape(equation: Any, axes: Layout) -> Replacement:
    """(batch, a, b, …) -> (batch, c, …), as in Flatten: rows of the batch move, and no row is torn."""
    x, y = equation.invars[0].aval, equation.outvars[0].aval
    if axes is None or axes[-1] != 0 or y.ndim < 2 or y.shape[0] != x.shape[0]:
        return None, None
    batch_last = (*range(1, x.ndim), 0)
    layout = (*range(1, y.ndim), 0)

    def reshape(x: jax.Array) -> jax.Array:
        return x.transpose(batch_last).reshape(*y.shape[1:], y.shape[0]).transpose(inverse(layout))

    return reshape, layout


def _dot(equation: Any, layouts: list[Layout]) -> Callable | None:
    """The product of a dense layer with a transposed input; others stay as they are."""
    (lhs, rhs), batch = equation.params["dimension_numbers"]
    if layouts != [(1, 0), None] or tuple(lhs) != (1,) or any(batch):
        return None

    def dot(x: jax.Array, kernel: jax.Array) -> jax.Array:
        parameters = equation.params | {"dimension_numbers": (((0,), rhs), batch)}
        return lax.dot_general_p.bind(x.transpose(1, 0), kernel, **parameters)

    return dot
