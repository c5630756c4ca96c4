"""The training loop one can see: a generator of epochs, each one compiled loop over the data on the device."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np

from unstuck.engine.arrays import Arrays, Batches, training_and_validation
from unstuck.engine.call import FitCall, why_not_scan
from unstuck.engine.checkpoint import restore_state
from unstuck.engine.epoch import Epoch
from unstuck.engine.non_finite import first_non_finite
from unstuck.engine.probes import Probes
from unstuck.engine.program import Program, Record, Rescale, State, build, program_of, state_of, to_host, write_back

Progress = Callable[[int, int], None]  # (steps done, steps an epoch)
Augment = Callable[[jax.Array], jax.Array]  # training inputs -> changed ones of the same shape and dtype

KERAS_FIT = keras.Model.fit  # kept, since a script that is being run has its `fit` replaced by ours
NO_RESCALE = (0.0, 1.0)
_SECONDS_BETWEEN_PROGRESS = 0.25
_MANY_STEPS = 100  # an epoch of so many steps does not notice that its last, smaller one takes as long as three


def train(
    model: keras.Model,
    call: FitCall,
    progress: Progress | None = None,
    start: Mapping[str, np.ndarray] | None = None,
    augment: Augment | None = None,
    probes: Probes | None = None,
) -> Iterator[Epoch]:
    """Trains as `model.fit(...)` would, one epoch at a time; between epochs the model holds the current weights.

    Given the same seed (`keras.utils.set_random_seed`) it draws the same batches as Keras and gives the same numbers.

    Args:
        model: compiled.
        call: the arguments of `fit`; its callbacks are the caller's business.
        progress: called a few times a second with the steps done and the steps an epoch.
        start: what `capture_state` gave after the epoch `call.initial_epoch`: the training goes on from there.
        augment: changes the training inputs before each epoch; the model that is saved knows nothing of it.
        probes: what to measure inside the network; see `Epoch.probes`.

    Yields:
        one `Epoch` after each pass; leaving the loop early leaves the model as that epoch left it.

    Raises:
        ValueError: inputs to augment in a training that only Keras' own loop can do.
    """
    reason = why_not_scan(model, replace(call, callbacks=None))
    if reason is not None:
        if augment is not None:
            raise ValueError(f"augment changes arrays on the device, and {reason}.")
        if start is not None:
            build(model, training_and_validation(call)[0])
            restore_state(model, start)
        yield from _fit_epochs(model, call)
        return
    batches, validation = training_and_validation(call)
    build(model, batches)
    if start is not None:
        restore_state(model, start)
    program = program_of(model, probes)
    try:
        for index in range(call.initial_epoch, call.epochs):
            began = time.perf_counter()
            model.reset_metrics()
            seen = batches if augment is None else batches.with_inputs(augment)
            state, record = run_epoch(program, state_of(model), seen, NO_RESCALE, progress)
            readings = record.pop("probes", None)
            write_back(model, state)
            logs = _metric_values(model)
            if validation is not None and model._should_eval(index, call.validation_freq):
                model.reset_metrics()
                metrics = program.test(state_of(model), validation.arrays, NO_RESCALE, batch_size=validation.batch_size)
                write_back(model, (*state[:3], metrics))
                logs |= {f"val_{name}": value for name, value in _metric_values(model).items()}
            yield Epoch(index + 1, logs, record, time.perf_counter() - began, readings)
    finally:
        model.optimizer.finalize_variable_values(model.trainable_weights)


def run_epoch(
    program: Program,
    state: State,
    batches: Batches,
    rescale: Rescale,
    progress: Progress | None = None,
) -> tuple[State, Record]:
    """One pass over the data in a newly drawn order.

    Args:
        state: from `state_of`; it is not changed.
        rescale: (shift, scale), used when the program was made with `rescale=True`.

    Returns:
        the new state, and every step's loss and mean metrics as float32 arrays of shape (steps,); of a program with
        probes also its `Readings` under "probes".
    """
    order = batches.order()
    after, record = run_steps(program, state, batches.arrays, *order, rescale, progress)
    if program.probe is not None:
        found = first_non_finite(program, (state, after), batches.arrays, order, rescale, record["loss"])
        record["probes"] = program.probe.readings(record["probes"], found)
    return after, record


def run_steps(
    program: Program,
    state: State,
    arrays: Arrays,
    full: np.ndarray,
    rest: np.ndarray,
    rescale: Rescale,
    progress: Progress | None = None,
) -> tuple[State, Record]:
    """One step for each row of `full`, int32 sample numbers of shape (steps, batch size), and one for `rest`."""
    record = program.empty_record(len(full))
    order = jnp.asarray(full)
    done, chunk = 0, len(full) if progress is None else max(1, len(full) // 100)
    while done < len(full):
        began = time.perf_counter()
        stop = min(done + chunk, len(full))
        state, record = program.train_steps(state, record, arrays, order, done, stop, rescale)
        if progress is not None:
            jax.block_until_ready(record)
            progress(stop, len(full) + bool(len(rest)))
            # The first chunk may have compiled the program; then the next one is merely a little too small.
            seconds = max(time.perf_counter() - began, 1e-6)
            chunk = max(chunk, int(chunk * _SECONDS_BETWEEN_PROGRESS / seconds))
        done = stop
    steps = to_host(record)
    if len(rest):
        train_rest = program.train_rest if len(full) < _MANY_STEPS else program.train_rare_rest
        values, state = train_rest(state, arrays, rest, rescale)
        steps |= {name: np.append(steps[name], np.float32(value)) for name, value in values.items()}
    return state, steps


def _metric_values(model: keras.Model) -> dict[str, float]:
    return {name: _plain(value) for name, value in model.get_metrics_result().items()}


def _plain(value: Any) -> Any:
    """A Python float where Keras gives one: scalars; other results (a metric of many values) stay arrays."""
    array = np.asarray(value)
    return float(array) if array.ndim == 0 else array


def _fit_epochs(model: keras.Model, call: FitCall) -> Iterator[Epoch]:
    """Keras' own fit, an epoch a call, for what cannot be scanned."""
    arguments = {**vars(call), "verbose": 0, "callbacks": None}
    for index in range(call.initial_epoch, call.epochs):
        began = time.perf_counter()
        history = KERAS_FIT(model, **{**arguments, "initial_epoch": index, "epochs": index + 1})
        logs = {name: values[-1] for name, values in history.history.items()}
        yield Epoch(index + 1, logs, {}, time.perf_counter() - began)
