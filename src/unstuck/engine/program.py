"""A Keras model's training, test and prediction steps compiled as loops over batches that never leave the device."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np

from unstuck.engine.arrays import Batches
from unstuck.engine.convolution import fast_convolutions
from unstuck.engine.probes import Probe, Probes
from unstuck.engine.samples import Arrays

State = tuple[list[Any], list[Any], list[Any], list[Any]]  # trainable, non-trainable, optimizer, metrics variables
Rescale = tuple[Any, Any]  # (shift, scale): inputs become (x - shift) * scale
Record = dict[str, Any]  # every step's loss and metrics by name, (steps,) each; under "probes" the probes' readings

# Compiles in half the time and runs two to three times slower: right for a step that is taken once in a long epoch.
QUICK_TO_COMPILE = {"xla_backend_optimization_level": 0}


class Program:
    """The compiled steps of one compiled Keras model; Keras' own pure functions do the work.

    A program is traced once for each shape of data, whatever the number of epochs, the learning rate, the weights or
    the rescaling of the inputs.

    Args:
        model: built and compiled. Its variables are read only by `state_of` and written only by `write_back`.
        rescale: whether the steps rescale an input (the debugger's experiments do); costs a cast to float32.
        rescaled_input: the place of that input among several.
        probes: what is measured beside loss and metrics; nothing when None, at no cost.
    """

    def __init__(
        self, model: keras.Model, rescale: bool = False, rescaled_input: int = 0, probes: Probes | None = None
    ) -> None:
        self.model = model
        self.rescale, self.rescaled_input, self.probes = rescale, rescaled_input, probes
        self.probe = None if probes is None else Probe(model, probes)
        self._means = _mean_metrics(model)
        self._loss = fast_convolutions(partial(model.compute_loss_and_updates, training=True))
        if self.probe is not None:
            self.probed_loss = fast_convolutions(partial(self.probe.loss_and_activations, training=True))
        self._test_loss = fast_convolutions(partial(model.compute_loss_and_updates, training=False))
        self._forward = fast_convolutions(partial(model.stateless_call, training=False))
        self.train_steps = jax.jit(self._train_steps)
        self.train_rest = jax.jit(self._train_rest)
        self.train_rare_rest = jax.jit(self._train_rest, compiler_options=QUICK_TO_COMPILE)
        self.test = jax.jit(self._test, static_argnames="batch_size")
        self.predict = jax.jit(self._predict, static_argnames="batch_size")

    def empty_record(self, steps: int) -> Record:
        """Room for every step's loss and mean metrics, and for the probes' readings."""
        record: Record = {name: jnp.zeros(steps, "float32") for name in ("loss", *self._means)}
        return record if self.probe is None else record | {"probes": self.probe.empty_readings(steps)}

    def _train_steps(
        self,
        state: State,
        record: Record,
        arrays: Arrays,
        order: jax.Array,
        start: jax.Array,
        stop: jax.Array,
        rescale: Rescale,
    ) -> tuple[State, Record]:
        """Steps `start` … `stop - 1` of an epoch whose full batches are the rows of `order`."""

        def body(i: jax.Array, carry: tuple[State, Record], probe: Probe | None = None) -> tuple[State, Record]:
            state, record = carry
            batch = jax.tree.map(lambda a: jnp.take(a, order[i], axis=0, mode="clip"), arrays)
            loss = self._loss if probe is None else self.probed_loss
            values, after, inside = self.open_step(loss, state, batch, rescale)
            if probe is not None:
                readings = probe.note(record["probes"], i, state[0], after[0], *inside)
                record = record | {"probes": readings}
            return after, record | {name: record[name].at[i].set(value) for name, value in values.items()}

        if self.probe is None:
            return jax.lax.fori_loop(start, stop, body, (state, record))
        return self.probe.loop(start, stop, body, partial(body, probe=self.probe), (state, record))

    def _train_rest(
        self, state: State, arrays: Arrays, rest: jax.Array, rescale: Rescale
    ) -> tuple[dict[str, jax.Array], State]:
        """The step of an epoch's last samples, the rows `rest`, fewer than a batch."""
        return self._step(state, jax.tree.map(lambda a: jnp.take(a, rest, axis=0, mode="clip"), arrays), rescale)

    def _step(self, state: State, batch: Arrays, rescale: Rescale) -> tuple[dict[str, jax.Array], State]:
        """One step of Keras' `train_step`, giving the batch's own loss and metrics rather than running means."""
        return self.open_step(self._loss, state, batch, rescale)[:2]

    def open_step(
        self, loss_and_updates: Callable[..., Any], state: State, batch: Arrays, rescale: Rescale
    ) -> tuple[dict[str, jax.Array], State, tuple[Any, ...]]:
        """A step that also shows its gradients, and what `loss_and_updates` gives beside Keras' own results."""
        model = self.model
        trainable, non_trainable, optimizer, metrics = state
        x, y, sample_weight = self._unpack(batch, rescale)
        (_, (loss, y_pred, non_trainable, metrics, *inside)), gradients = jax.value_and_grad(
            loss_and_updates, has_aux=True
        )(trainable, non_trainable, metrics, x, y, sample_weight, optimizer_variables=optimizer)
        trainable, optimizer = model.optimizer.stateless_apply(optimizer, gradients, trainable)
        _, updated = model._update_metrics_variables(metrics, loss, x, y, y_pred, sample_weight)
        values = {"loss": jnp.asarray(loss, "float32")}
        for name, (total, count) in self._means.items():
            values[name] = (updated[total] - metrics[total]) / (updated[count] - metrics[count])
        return values, (trainable, non_trainable, optimizer, updated), (gradients, *inside)

    def _test(self, state: State, arrays: Arrays, rescale: Rescale, *, batch_size: int) -> State:
        """The state after one pass over the data without training: metrics, and what layers keep when they predict."""
        trainable, _, optimizer, _ = state
        samples = jax.tree.leaves(arrays)[0].shape[0]
        full = samples // batch_size

        def step(batch: Arrays, state: State) -> State:
            x, y, sample_weight = self._unpack(batch, rescale)
            _, non_trainable, _, metrics = state
            _, (loss, y_pred, non_trainable, metrics) = self._test_loss(
                trainable, non_trainable, metrics, x, y, sample_weight
            )
            _, metrics = self.model._update_metrics_variables(metrics, loss, x, y, y_pred, sample_weight)
            return trainable, non_trainable, optimizer, metrics

        def body(i: jax.Array, state: State) -> State:
            return step(_slice(arrays, i * batch_size, batch_size), state)

        state = jax.lax.fori_loop(0, full, body, state) if full else state
        rest = samples - full * batch_size
        return step(_slice(arrays, full * batch_size, rest), state) if rest else state

    def _predict(self, state: State, x: Any, rescale: Rescale, *, batch_size: int) -> Any:
        """The model's outputs for all samples, in inference mode."""
        trainable, non_trainable, _, _ = state
        samples = jax.tree.leaves(x)[0].shape[0]
        batch_size = min(batch_size, samples)

        def forward(batch: Any) -> Any:
            return self._forward(trainable, non_trainable, self._unpack((batch,), rescale)[0])[0]

        starts = jnp.arange(samples // batch_size) * batch_size
        outputs = jax.lax.map(lambda start: forward(_slice(x, start, batch_size)), starts)
        outputs = jax.tree.map(lambda o: o.reshape(-1, *o.shape[2:]), outputs)
        rest = samples % batch_size
        if not rest:
            return outputs
        return jax.tree.map(lambda a, b: jnp.concatenate([a, b]), outputs, forward(_slice(x, samples - rest, rest)))

    def _unpack(self, batch: Arrays, rescale: Rescale) -> tuple[Any, Any, Any]:
        x, y, sample_weight = keras.utils.unpack_x_y_sample_weight(batch)
        if self.rescale:
            leaves, structure = jax.tree.flatten(x)
            leaf = leaves[self.rescaled_input].astype("float32")
            leaves[self.rescaled_input] = (leaf - rescale[0]) * rescale[1]
            x = jax.tree.unflatten(structure, leaves)
        return x, y, sample_weight


def program_of(model: keras.Model, probes: Probes | None = None) -> Program:
    """The model's program, made anew only when it has been compiled anew or layers have been frozen since."""
    parts = [model.optimizer, model._loss_tracker, *model.trainable_variables]  # each compile makes its own tracker
    # Kept in the model's own __dict__, so that it goes when the model goes; Keras' __setattr__ would track it.
    known = vars(model).get("_unstuck_program")
    same = known and len(known[0]) == len(parts) and all(a is b for a, b in zip(known[0], parts, strict=True))
    if same and known[1].probes == probes:
        return known[1]
    program = Program(model, probes=probes)
    vars(model)["_unstuck_program"] = (parts, program)
    return program


def build(model: keras.Model, batches: Batches) -> None:
    """Makes all of the model's variables, as the first lines of Keras' fit do."""
    unbuilt = not all(layer.built for layer in model._flatten_layers())
    parts = [part for part in (model._compile_metrics, model._compile_loss) if part is not None]
    if unbuilt or not all(part.built for part in parts):
        model._symbolic_build(data_batch=batches.first())
    elif model.optimizer is not None and not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)


def state_of(model: keras.Model) -> State:
    """The values of the model's variables, by reference."""
    variables = (
        model.trainable_variables,
        model.non_trainable_variables,
        model.optimizer.variables,
        model.metrics_variables,
    )
    return tuple([v.value for v in group] for group in variables)  # type: ignore[return-value]


def write_back(model: keras.Model, state: State) -> None:
    """Puts a state's values into the model's variables."""
    for variables, values in zip(
        (
            model.trainable_variables,
            model.non_trainable_variables,
            model.optimizer.variables,
            model.metrics_variables,
        ),
        state,
        strict=True,
    ):
        for variable, value in zip(variables, values, strict=True):
            variable.assign(value)


def _mean_metrics(model: keras.Model) -> Mapping[str, tuple[int, int]]:
    """Name → places of `total` and `count` among the metrics variables, for metrics that are plain means."""
    places = {id(variable): i for i, variable in enumerate(model.metrics_variables)}
    compiled = model._compile_metrics
    lists = [] if compiled is None else [*compiled._flat_metrics, *compiled._flat_weighted_metrics]
    return {
        f"{each.output_name}_{metric.name}" if each.output_name else metric.name: (
            places[id(metric.total)],
            places[id(metric.count)],
        )
        for each in reversed([each for each in lists if each is not None])  # of two with one name, the unweighted
        for metric in each.metrics
        if isinstance(metric, keras.metrics.Mean) and type(metric).result is keras.metrics.Mean.result
    }


def _slice(arrays: Any, start: Any, size: int) -> Any:
    return jax.tree.map(lambda a: jax.lax.dynamic_slice_in_dim(a, start, size), arrays)


def to_host(record: Record) -> Record:
    """A record of steps as NumPy arrays."""
    return jax.tree.map(np.asarray, record)
