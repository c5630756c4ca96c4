"""The training loop one can see: a generator of epochs, each one compiled loop over the data on the device."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import replace
from functools import partial

import jax
import keras
import numpy as np
from keras.src.utils.python_utils import pythonify_logs

from unstuck.engine.arrays import Batches, training_and_validation
from unstuck.engine.call import FitCall, why_not_scan
from unstuck.engine.checkpoint import restore_state
from unstuck.engine.epoch import Epoch
from unstuck.engine.keras_epochs import keras_epochs
from unstuck.engine.non_finite import first_non_finite
from unstuck.engine.probes import Probes
from unstuck.engine.program import Program, Record, Rescale, State, build, program_of, state_of, to_host, write_back
from unstuck.engine.samples import Samples

Progress = Callable[[int, int], None]  # (steps done, steps an epoch)
OnBadLoss = Callable[[int, float], None]  # (step counted from 0, its loss)
Augment = Callable[[jax.Array], jax.Array]  # training inputs -> changed ones of the same shape and dtype

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
        yield from keras_epochs(model, call)
        return
    batches, validation = training_and_validation(call)
    build(model, batches)
    if start is not None:
        restore_state(model, start)
    model.stop_training = False
    yield from scan_epochs(model, call, batches, validation, progress, augment, probes)


def scan_epochs(
    model: keras.Model,
    call: FitCall,
    batches: Batches,
    validation: Batches | None,
    progress: Progress | None = None,
    augment: Augment | None = None,
    probes: Probes | None = None,
    on_bad_loss: OnBadLoss | None = None,
) -> Generator[Epoch, None, None]:
    """The epochs of a built model on data that is on the device; see `train`.

    Args:
        on_bad_loss: when given, an epoch ends with the step whose loss is not finite, and this is told of it.
    """
    program = program_of(model, probes)
    try:
        for index in range(call.initial_epoch, call.epochs):
            began = time.perf_counter()
            model.reset_metrics()
            seen = batches.samples if augment is None else batches.samples.changed(augment)
            # Keras looks at this flag after each execution: asked to stop before an epoch, it still makes the first.
            limit = model.steps_per_execution if model.stop_training else None
            epoch = partial(run_order, program, state_of(model), seen, batches.order(), NO_RESCALE)
            state, record = epoch(progress, limit)
            bad = None if on_bad_loss is None else _executed_up_to_bad_loss(model, record["loss"])
            if bad is not None:
                state, record = epoch(None, bad)
            readings = record.pop("probes", None)
            write_back(model, state)
            if bad is not None and on_bad_loss is not None:
                on_bad_loss(len(record["loss"]) - 1, float(record["loss"][-1]))
            logs = dict(model.get_metrics_result())
            if validation is not None and model._should_eval(index, call.validation_freq):
                model.reset_metrics()
                write_back(model, run_test(program, state_of(model), validation, NO_RESCALE))
                logs |= {f"val_{name}": value for name, value in pythonify_logs(model.get_metrics_result()).items()}
            yield Epoch(index + 1, pythonify_logs(logs), record, time.perf_counter() - began, readings)
    finally:
        if call.epochs > 0:
            model.optimizer.finalize_variable_values(model.trainable_weights)


def _executed_up_to_bad_loss(model: keras.Model, losses: np.ndarray) -> int | None:
    """How many steps Keras would have made of an epoch when it looks at the loss after each execution."""
    bad = np.flatnonzero(~np.isfinite(losses))
    if not len(bad):
        return None
    return -(-(int(bad[0]) + 1) // model.steps_per_execution) * model.steps_per_execution


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
    return run_order(program, state, batches.samples, batches.order(), rescale, progress)


def run_order(
    program: Program,
    state: State,
    samples: Samples,
    order: tuple[np.ndarray, np.ndarray],
    rescale: Rescale,
    progress: Progress | None = None,
    limit: int | None = None,
) -> tuple[State, Record]:
    """`run_epoch` in an order that has been drawn, up to `limit` steps."""
    after, record = run_steps(program, state, samples, *order, rescale, progress, limit)
    if program.probe is not None:
        found = first_non_finite(program, (state, after), samples, order, rescale, record["loss"])
        record["probes"] = program.probe.readings(record["probes"], found)
    return after, record


def run_steps(
    program: Program,
    state: State,
    samples: Samples,
    full: np.ndarray,
    rest: np.ndarray,
    rescale: Rescale,
    progress: Progress | None = None,
    limit: int | None = None,
) -> tuple[State, Record]:
    """One step for each row of `full`, int32 sample numbers of shape (steps, batch size), and one for `rest`.

    Args:
        limit: the most steps to make; default all.
    """
    record = program.empty_record(len(full))
    last = len(full) if limit is None else min(limit, len(full))
    chunk = last if progress is None else max(1, len(full) // 100)
    for arrays, order, done, end in samples.parts(full, last):
        while done < end:
            began = time.perf_counter()
            stop = min(done + chunk, end)
            state, record = program.train_steps(state, record, arrays, order, done, stop, rescale)
            jax.block_until_ready(record)  # before the next part comes, this one has to be done with
            if progress is not None:
                progress(stop, len(full) + bool(len(rest)))
                # The first chunk may have compiled the program; then the next one is merely a little too small.
                seconds = max(time.perf_counter() - began, 1e-6)
                chunk = max(chunk, int(chunk * _SECONDS_BETWEEN_PROGRESS / seconds))
            done = stop
    steps = to_host(record)
    if limit is not None:
        steps = jax.tree.map(lambda values: values[:last], steps)
    if len(rest) and (limit is None or limit > last):
        train_rest = program.train_rest if len(full) < _MANY_STEPS else program.train_rare_rest
        values, state = train_rest(state, *samples.holding(rest), rescale)
        steps |= {name: np.append(steps[name], np.float32(value)) for name, value in values.items()}
    return state, steps


def run_test(program: Program, state: State, batches: Batches, rescale: Rescale) -> State:
    """The state after one pass without training; see `Program.test`."""
    for arrays in batches.samples.windows(batches.batch_size):
        state = program.test(state, arrays, rescale, batch_size=batches.batch_size)
        jax.block_until_ready(state)  # as in `run_steps`
    return state
