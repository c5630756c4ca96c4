"""Convolutions and pooling that are fast on a CPU inside a compiled loop, for any function, without touching it.

XLA's CPU convolutions in a ``lax.scan``, and the gradient of its max pooling, are 5–20 times slower than they need be.
`fast_convolutions` traces a function and replaces them: a convolution becomes slices and one matrix product (im2col),
with a hand-written gradient that is two more products; pooling becomes elementwise work (see `pooling`).

The layout decides the speed. Inside the replacement the batch is the last axis: (channels, height, width, batch). Each
slice is then made of long contiguous rows, one channel is as good as sixty-four, and the kernel's gradient is a product
of two row-major matrices along their rows, twice as fast as along their columns. XLA carries the layout on through
elementwise operations; sums and broadcasts (a bias, a batch normalisation) after a replaced operation are given it
here, or XLA would transpose the whole activation for the bias' gradient.

Source: im2col: Chellapilla, Puri, Simard, "High performance convolutional neural networks for document processing",
2006; the batch-last layout: Krizhevsky, cuda-convnet, 2012.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

import jax
import numpy as np
from jax.extend import core

from unstuck.engine.im2col import convolve
from unstuck.engine.pooling import Window, max_pool, sum_pool

P = ParamSpec("P")
R = TypeVar("R")

# Below this batch the rows of the batch-last layout are too short for vector instructions (8 float32 in AVX2).
SMALLEST_BATCH = 8
# More taps than this (a 16x16 kernel) would bloat the program, and the patches, by as many slices.
MOST_TAPS = 256
# The patches are taps times larger than the input; beyond this they would endanger the machine's memory.
LARGEST_PATCHES_BYTES = 2**30
FLOATS = (np.dtype(np.float32), np.dtype(np.float64))

# The axes of an array in the order that puts the batch last; None for an array that no replaced operation has made.
Layout = tuple[int, ...] | None


def fast_convolutions(fn: Callable[P, R]) -> Callable[P, R]:
    """``fn`` with its convolutions and poolings computed faster on a CPU; values and gradients stay the same.

    Wrap the *forward* function and differentiate the result, so that gradients pass through the fast form too::

        loss_and_grads = jax.value_and_grad(fast_convolutions(model.compute_loss_and_updates), has_aux=True)

    Args:
        fn: Any function that JAX can trace. Arguments are pytrees; leaves that are arrays are traced, any others
            (``training=True``, None, strings) reach ``fn`` as they are. Returns a pytree of arrays.

    Returns:
        A function with the signature of ``fn``. It is ``fn`` itself on a GPU or TPU, and calls ``fn`` unchanged where
        nothing is to be replaced. Replaced: 1D and 2D convolutions and windows over float32 or float64, with a batch
        of at least 8; also inside jit, scan, while, cond and remat. Left alone: transposed and 3D convolutions, other
        dtypes, and whatever stands inside a custom derivative rule. The result supports reverse-mode
        differentiation only, once the function contains a replaced operation.

    Example:
        >>> import jax, jax.numpy as jnp
        >>> def blur(x):
        ...     return jax.lax.conv(x, jnp.ones((1, 1, 3, 3)), (1, 1), "SAME").sum()
        >>> float(fast_convolutions(blur)(jnp.ones((8, 1, 4, 4))))
        800.0
    """
    if jax.default_backend() != "cpu":
        return fn

    @functools.wraps(fn)
    def fast(*args: P.args, **kwargs: P.kwargs) -> R:
        leaves, tree = jax.tree.flatten((args, kwargs))
        traced = [isinstance(leaf, jax.Array | np.ndarray | np.generic) for leaf in leaves]
        arrays = [leaf for leaf, is_array in zip(leaves, traced, strict=True) if is_array]

        def of_arrays(arrays: list[Any]) -> R:
            supply = iter(arrays)
            merged = [next(supply) if is_array else leaf for leaf, is_array in zip(leaves, traced, strict=True)]
            args, kwargs = jax.tree.unflatten(tree, merged)
            return fn(*args, **kwargs)

        closed, shapes = jax.make_jaxpr(of_arrays, return_shape=True)(arrays)
        jaxpr, _ = _rewrite(closed.jaxpr, [None] * len(closed.jaxpr.invars))
        if jaxpr is closed.jaxpr:
            return fn(*args, **kwargs)
        outputs = jax.core.eval_jaxpr(jaxpr, closed.consts, *arrays)
        return jax.tree.unflatten(jax.tree.structure(shapes), outputs)

    return fast


# --- The rewrite of a program -----------------------------------------------------------------------------------------


def _rewrite(jaxpr: Any, layouts: list[Layout]) -> tuple[Any, list[Layout]]:
    """The jaxpr with faster equations, the very same where there is nothing to do, and the layouts of its outputs."""
    layout_of = dict(zip(jaxpr.invars, layouts, strict=True))

    def layouts_of(atoms: list[Any]) -> list[Layout]:
        return [None if isinstance(atom, core.Literal) else layout_of.get(atom) for atom in atoms]

    equations = []
    for equation in jaxpr.eqns:
        new, made = _rewrite_equation(equation, layouts_of(equation.invars))
        equations.append(new)
        layout_of.update(zip(equation.outvars, made, strict=True))
    changed = any(new is not old for new, old in zip(equations, jaxpr.eqns, strict=True))
    return jaxpr.replace(eqns=equations) if changed else jaxpr, layouts_of(jaxpr.outvars)


def _rewrite_equation(equation: Any, layouts: list[Layout]) -> tuple[Any, list[Layout]]:
    name = equation.primitive.name
    unknown: list[Layout] = [None] * len(equation.outvars)
    if name in _REPLACEMENTS:
        found = _REPLACEMENTS[name](equation)
        return (equation, unknown) if found is None else (_one_equation(equation, found[0]), [found[1]])
    if name.startswith("custom_"):
        # Its derivative rule is the author's, to be kept whatever is inside. Most are activations, as relu.
        return equation, _like_inputs(equation, layouts)
    if name in ("jit", "pjit"):
        inner = equation.params["jaxpr"]
        jaxpr, made = _rewrite(inner.jaxpr, layouts)
        if jaxpr is inner.jaxpr:
            return equation, made
        return equation.replace(params=equation.params | {"jaxpr": core.ClosedJaxpr(jaxpr, inner.consts)}), made
    if name in _ELEMENTWISE:
        made = _like_inputs(equation, layouts)
        broadcasts = any(atom.aval.shape not in ((), equation.outvars[0].aval.shape) for atom in equation.invars)
        return (_one_equation(equation, _transposed(equation, made[0])) if made[0] and broadcasts else equation), made
    if name in _REDUCTIONS:
        new = _one_equation(equation, _transposed_reduction(equation, layouts[0])) if layouts[0] else equation
        return new, unknown
    parameters = {key: _rewrite_inside(value) for key, value in equation.params.items()}
    unchanged = all(parameters[key] is value for key, value in equation.params.items())
    return (equation if unchanged else equation.replace(params=parameters)), unknown


def _rewrite_inside(parameter: Any) -> Any:
    """An equation's parameter with every program in it rewritten: the body of a scan, the branches of a cond."""
    if isinstance(parameter, core.ClosedJaxpr):
        jaxpr = _rewrite_inside(parameter.jaxpr)
        return parameter if jaxpr is parameter.jaxpr else core.ClosedJaxpr(jaxpr, parameter.consts)
    if isinstance(parameter, core.Jaxpr):
        return _rewrite(parameter, [None] * len(parameter.invars))[0]
    if isinstance(parameter, tuple) and any(isinstance(item, core.ClosedJaxpr) for item in parameter):
        items = tuple(_rewrite_inside(item) for item in parameter)
        return parameter if all(new is old for new, old in zip(items, parameter, strict=True)) else items
    return parameter


def _one_equation(equation: Any, replacement: Callable) -> Any:
    """The equation that calls ``replacement`` instead: traced under jit it is one, with the same inputs and outputs."""
    [call] = jax.make_jaxpr(jax.jit(replacement))(*(atom.aval for atom in equation.invars)).eqns
    return call.replace(invars=equation.invars, outvars=equation.outvars, source_info=equation.source_info)


# --- Operations that follow their inputs' layout ----------------------------------------------------------------------

_REDUCTIONS = ("reduce_sum", "reduce_max", "reduce_min")
_ELEMENTWISE = frozenset(
    (
        *("add", "sub", "mul", "div", "max", "min", "pow", "neg", "abs", "sign", "square", "integer_pow", "sqrt"),
        *("rsqrt", "exp", "exp2", "expm1", "log", "log1p", "tanh", "logistic", "erf", "gt", "ge", "lt", "le", "eq"),
        *("ne", "select_n", "clamp", "convert_element_type", "copy", "stop_gradient"),
    )
)


def _like_inputs(equation: Any, layouts: list[Layout]) -> list[Layout]:
    """The layout of the first input that has one, for each output of that input's rank."""
    layout = next((layout for layout in layouts if layout), None)
    return [layout if layout and len(out.aval.shape) == len(layout) else None for out in equation.outvars]


def _transposed(equation: Any, axes: tuple[int, ...]) -> Callable:
    """The same elementwise operation computed in another layout, so that its gradient's sums are as well."""

    def elementwise(*inputs: jax.Array) -> jax.Array:
        inputs = tuple(x.transpose(axes) if x.ndim else x for x in inputs)
        return equation.primitive.bind(*inputs, **equation.params).transpose(_inverse(axes))

    return elementwise


def _transposed_reduction(equation: Any, axes: tuple[int, ...]) -> Callable:
    gone = equation.params["axes"]
    kept = [axis for axis in axes if axis not in gone]

    def reduction(x: jax.Array) -> jax.Array:
        parameters = equation.params | {"axes": tuple(sorted(axes.index(axis) for axis in gone))}
        return equation.primitive.bind(x.transpose(axes), **parameters).transpose(_inverse(kept))

    return reduction


def _inverse(axes: Sequence[int]) -> tuple[int, ...]:
    return tuple(int(axis) for axis in np.argsort(axes))


# --- Operations that are replaced -------------------------------------------------------------------------------------


def _convolution(equation: Any) -> tuple[Callable, Layout] | None:
    """The replacement of a ``conv_general_dilated`` and its output's layout, or None: better or safer left alone."""
    parameters, (x, kernel), [y] = (
        equation.params,
        [v.aval for v in equation.invars],
        [v.aval for v in equation.outvars],
    )
    dims, groups = parameters["dimension_numbers"], parameters["feature_group_count"]
    batch, channels, *spatial = dims.lhs_spec
    sizes = tuple(kernel.shape[axis] for axis in dims.rhs_spec[2:])
    outputs = y.size // y.shape[dims.out_spec[1]] if y.size else 0
    if (
        x.dtype not in FLOATS
        or not x.dtype == kernel.dtype == y.dtype
        or not 1 <= len(spatial) <= 2
        or parameters["batch_group_count"] != 1
        or set(parameters["lhs_dilation"]) != {1}
        or x.shape[batch] < SMALLEST_BATCH
        or math.prod(sizes) > MOST_TAPS
        or math.prod(sizes) * x.shape[channels] * outputs * x.dtype.itemsize > LARGEST_PATCHES_BYTES
        or 0 in (x.size, kernel.size, outputs)
    ):
        return None
    window = Window(
        size=(1, *sizes, 1),
        strides=(1, *parameters["window_strides"], 1),
        dilation=(1, *parameters["rhs_dilation"], 1),
        padding=((0, 0), *map(tuple, parameters["padding"]), (0, 0)),
    )
    x_axes = (channels, *spatial, batch)
    y_axes = (dims.out_spec[1], *dims.out_spec[2:], dims.out_spec[0])
    kernel_axes = (*dims.rhs_spec[2:], dims.rhs_spec[1], dims.rhs_spec[0])

    def convolution(x: jax.Array, kernel: jax.Array) -> jax.Array:
        y = convolve(x.transpose(x_axes), kernel.transpose(kernel_axes), window, groups, parameters["precision"])
        return y.transpose(_inverse(y_axes))

    return convolution, y_axes


def _pooling(pool: Callable, equation: Any) -> tuple[Callable, Layout] | None:
    """The replacement of a ``reduce_window_max`` or ``_sum`` and its output's layout, or None."""
    parameters, x, y = equation.params, equation.invars[0].aval, equation.outvars[0].aval
    window = Window(
        size=tuple(parameters["window_dimensions"]),
        strides=tuple(parameters["window_strides"]),
        dilation=tuple(parameters["window_dilation"]),
        padding=tuple(map(tuple, parameters["padding"])),
    )
    moving = [axis for axis in range(x.ndim) if not window.is_still(axis)]
    if (
        x.dtype not in FLOATS
        or set(parameters["base_dilation"]) != {1}
        or not 1 <= len(moving) <= 2
        or moving[0] == 0
        or x.shape[0] < SMALLEST_BATCH
        or math.prod(window.size) >= MOST_TAPS
        or 0 in (x.size, y.size)
    ):
        return None
    axes = (*(axis for axis in range(1, x.ndim) if axis not in moving), *moving, 0)

    def pooling(x: jax.Array) -> jax.Array:
        x = x.transpose(axes)
        return pool(x, window.over(axes), x.shape).transpose(_inverse(axes))

    return pooling, axes


_REPLACEMENTS: dict[str, Callable[[Any], tuple[Callable, Layout] | None]] = {
    "conv_general_dilated": _convolution,
    "reduce_window_max": functools.partial(_pooling, max_pool),
    "reduce_window_sum": functools.partial(_pooling, sum_pool),
}
