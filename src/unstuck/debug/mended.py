"""The data of a fit as a recipe takes it: mended number by number, or divided anew."""

from __future__ import annotations

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np

from unstuck.debug.data import Data
from unstuck.spec import Spec


def mended(data: Data, spec: Spec) -> Data:
    """The data with something in the place of inputs that are not finite, with numbers that wrapped read as negative,
    and with training and validation samples mixed, where the recipe says so.
    """
    inputs, validation = (
        jax.tree.map(lambda x: _numbers(x, spec), tree) for tree in (data.inputs, data.validation_inputs)
    )
    data = replace(data, inputs=inputs, validation_inputs=validation)
    return _mixed(data) if spec.mixed else data


def _numbers(x: jax.Array, spec: Spec) -> jax.Array:
    if spec.missing is not None:
        x = jnp.where(jnp.isfinite(x), x, jnp.asarray(spec.missing, x.dtype))
    if spec.wraps is not None:
        x = jnp.where(x > spec.wraps / 2, x.astype("float32") - spec.wraps, x)
    return x


def _mixed(data: Data) -> Data:
    """As many training and validation samples as before, drawn from all of them in one order."""
    order = np.random.default_rng(0).permutation(len(data.x) + len(data.x_validation))
    parts = np.split(order, [len(data.x)])
    inputs, labels = (
        jax.tree.map(lambda a, b: np.concatenate([np.asarray(a), np.asarray(b)]), given, validation)
        for given, validation in ((data.inputs, data.validation_inputs), (data.labels, data.validation_labels))
    )
    names = ("inputs", "labels"), ("validation_inputs", "validation_labels")
    divided = {
        name: jax.tree.map(lambda x, rows=rows: jnp.asarray(x[rows]), whole)
        for pair, rows in zip(names, parts, strict=True)
        for name, whole in zip(pair, (inputs, labels), strict=True)
    }
    return replace(data, **divided)
