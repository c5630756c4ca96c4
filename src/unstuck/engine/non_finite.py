"""Finds the first tensor of an epoch that is not finite, by taking the steps before it again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal

import jax
import jax.numpy as jnp
import numpy as np

from unstuck.engine.probes import NonFinite
from unstuck.engine.program import QUICK_TO_COMPILE, Program, Rescale, State
from unstuck.engine.samples import Arrays, Samples

# The order in which a step makes them; it begins with its weights and ends with new ones.
_IN_ORDER: tuple[Literal["weight", "activation", "loss", "gradient"], ...] = (
    *("weight", "activation", "loss", "gradient"),
    "weight",
)


def first_non_finite(
    program: Program,
    states: tuple[State, State],
    samples: Samples,
    order: tuple[np.ndarray, np.ndarray],
    rescale: Rescale,
    losses: np.ndarray,
) -> NonFinite | None:
    """Which tensor of which step was the first that is not finite; None when the epoch came through.

    An epoch that came through costs one look at its weights. In another the steps are taken again from its beginning,
    which gives the same numbers, and the last one before the loss breaks and those after it are looked into.

    Args:
        program: with probes.
        states: the one that the epoch began with and the one that it ended with.
        order: the epoch's full batches, int32 (steps, batch size), and the rest.
        losses: of every step, the rest's included: float32 (steps,).
    """
    full, rest = order
    state, after = states
    broken = np.flatnonzero(~np.isfinite(losses))
    if not len(broken) and all(np.isfinite(np.asarray(value)).all() for value in after[0]):
        return None
    # A gradient or weight that breaks shows in the loss of the next step.
    begin = max(0, int(broken[0]) - 1) if len(broken) else 0
    before = min(begin, len(full))
    record = program.empty_record(len(full))
    for part in samples.parts(full, before):
        state, record = program.train_steps(state, record, *part, rescale)
        jax.block_until_ready(record)
    look = jax.jit(partial(_look, program), compiler_options=QUICK_TO_COMPILE)
    for step, rows in enumerate([*full[begin:], *([rest] if len(rest) else [])], start=begin):
        arrays, places = samples.holding(rows)
        broken_in, state = look(state, jax.tree.map(lambda a, places=places: a[places], arrays), rescale)
        for tensor, layers in zip(_IN_ORDER, broken_in, strict=True):
            if layers.any():
                return NonFinite(step, tensor, _name(program, tensor, int(np.argmax(layers))))
    return None


def _look(program: Program, state: State, batch: Arrays, rescale: Rescale) -> tuple[tuple[jax.Array, ...], State]:
    """A step, and for each of `_IN_ORDER` which layers' tensors are not finite: bool (layers,) each."""
    assert program.probe is not None
    groups = program.probe.groups
    values, after, (gradients, activations) = program.open_step(program.probed_loss, state, batch, rescale)

    def of_layers(tensors: Sequence[jax.Array]) -> jax.Array:
        return jnp.stack([_is_broken([tensors[i] for i in group]) for group in groups])

    outputs = [[activations[place]] if place in activations else [] for place in range(len(groups))]
    return (
        of_layers(state[0]),
        jnp.stack([_is_broken(output) for output in outputs]),
        _is_broken([values["loss"]])[None],
        of_layers(gradients),
        of_layers(after[0]),
    ), after


def _is_broken(arrays: Sequence[jax.Array]) -> jax.Array:
    return jnp.any(jnp.array([~jnp.isfinite(array).all() for array in arrays]))


def _name(program: Program, tensor: str, place: int) -> str:
    assert program.probe is not None
    return "" if tensor == "loss" else program.probe.names[place]
