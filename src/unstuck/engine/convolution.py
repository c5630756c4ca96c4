"""Convolutions and pooling that are fast on a CPU inside a compiled loop, for any function, without touching it.

XLA's CPU convolutions in a ``lax.scan``, and the gradient of its max pooling, are 5–20 times slower than they need be.
`fast_convolutions` traces a function and replaces them: a convolution becomes slices and one matrix product (im2col),
with a hand-written gradient that is two more products; pooling becomes elementwise work (see `pooling`).

The layout decides the speed. Inside the replacement the batch is the last axis: (channels, height, width, batch). Each
slice is then made of long contiguous rows, one channel is as good as sixty-four, and the kernel's gradient is a product
of two row-major matrices along their rows, twice as fast as along their columns. XLA carries the layout on through
elementwise operations; where that ends, `layout` gives it to sums, broadcasts (a bias, a batch normalisation), masks,
Flatten and the dense layer after it.

Source: im2col: Chellapilla, Puri, Simard, "High performance convolutional neural networks for document processing",
2006; the batch-last layout: Krizhevsky, cuda-convnet, 2012.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import jax
import numpy as np
from jax.extend import core

from unstuck.engine.layout import Layout, follow, like_inputs
from unstuck.engine.replacements import REPLACEMENTS

P = ParamSpec("P")
R = TypeVar("R")


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
    if name in REPLACEMENTS:
        found = REPLACEMENTS[name](equation)
        return (equation, unknown) if found is None else (_one_equation(equation, found[0]), [found[1]])
    if name.startswith("custom_"):
        # Its derivative rule is the author's, to be kept whatever is inside. Most are activations, as relu.
        return equation, like_inputs(equation, layouts)
    if name in ("jit", "pjit"):
        inner = equation.params["jaxpr"]
        jaxpr, made = _rewrite(inner.jaxpr, layouts)
        if jaxpr is inner.jaxpr:
            return equation, made
        return equation.replace(params=equation.params | {"jaxpr": core.ClosedJaxpr(jaxpr, inner.consts)}), made
    replacement, layout = follow(equation, layouts)
    if replacement or layout:
        return (_one_equation(equation, replacement) if replacement else equation), [layout, *unknown[1:]]
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
