"""Experiments: recipes trained from seeds on the same batches."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np

from unstuck.backend import quick_compiling
from unstuck.capture import compile_as, new_weights, rebuild
from unstuck.debug.data import Data, with_leaf
from unstuck.debug.loss import reads_logits
from unstuck.debug.mended import mended
from unstuck.debug.task import Task, class_ids, score
from unstuck.engine import Probes, Readings
from unstuck.engine.arrays import Batches
from unstuck.engine.program import Program, Rescale, State, build, state_of
from unstuck.engine.samples import Resident
from unstuck.engine.train import run_epoch, run_steps
from unstuck.spec import Inputs, Spec

_PREDICT_BATCH = 1000
_STEPS_BETWEEN_LOOKS, _BY_HEART = 200, 0.999  # of the 20 examples


@dataclass(frozen=True)
class Budget:
    """How long each trial trains.

    Args:
        samples: training samples, the first ones of one seeded shuffle.
        epochs: passes over them.
    """

    samples: int
    epochs: int


@dataclass(frozen=True)
class Trial:
    """One training: its score on the validation data and the mean loss of each epoch.

    A recipe that cannot be trained at all scores 0; `error` says why. `outputs` are the network's, for the validation
    samples; `readings` are those of each epoch's probes, for the recipe that the lab watches.
    """

    seed: int
    score: float
    losses: tuple[float, ...]
    seconds: float
    error: str = ""
    outputs: np.ndarray | None = field(default=None, compare=False, repr=False)
    readings: tuple[Readings, ...] = field(default=(), compare=False, repr=False)


OUT_OF_TIME = "out of time"


class Lab:
    """Trains recipes. Trials of one seed start from the same weights, where the shapes are the same, and see the same
    batches in the same order: a difference in score comes from the recipe.

    Args:
        model: the user's model, which is never changed.
        rescale: whether the inputs may be rescaled (they are numbers, not token numbers).
        epochs: of the user's own recipe. A recipe with twice as many trains twice as long on any budget.
        whole: turns the recipe of the output that is looked at into that of all outputs.
        watched: the recipe whose trials record the readings of the layers.
    """

    def __init__(
        self,
        model: keras.Model,
        data: Data,
        task: Task,
        rescale: bool,
        epochs: int,
        whole: Callable[[Spec], Spec] = lambda spec: spec,
        watched: Spec | None = None,
    ) -> None:
        self.model, self.data, self.task, self.rescale, self.epochs = model, data, task, rescale, epochs
        self.whole = whole
        self._watched = None if watched is None else _program_key(watched)
        self._programs: dict[str, tuple[Program, State]] = {}
        self._done: dict[tuple[str, int, Budget], Trial] = {}
        self._mended: dict[tuple[float | None, float | None, bool], Data] = {(None, None, False): data}

    def trials(self, spec: Spec, seeds: Sequence[int], budget: Budget) -> list[Trial]:
        """One trial for each seed."""
        return [self.trial(spec, seed, budget) for seed in seeds]

    def trial(self, spec: Spec, seed: int, budget: Budget, most_seconds: float = math.inf) -> Trial:
        """Trains a recipe from a seed; the same trial is never run twice.

        Args:
            most_seconds: the trial ends after them with the error `OUT_OF_TIME`. The first epoch, in which the network
                is compiled, does not count.
        """
        key = (spec.to_json(), seed, budget)
        if key not in self._done:
            try:
                self._done[key] = self._train(spec, seed, budget, most_seconds)
            except TimeoutError:
                return Trial(seed, 0.0, (), 0.0, OUT_OF_TIME)
            except Exception as error:  # whatever Keras or JAX makes of shapes that do not fit, or of too little memory
                self._done[key] = Trial(seed, 0.0, (), 0.0, f"{type(error).__name__}: {error}")
        return self._done[key]

    def _train(self, spec: Spec, seed: int, budget: Budget, most_seconds: float) -> Trial:
        began = time.perf_counter()
        program, state = self.start(spec, seed)
        batches = self._batches(spec, budget.samples)
        rescale = _rescale(spec)
        np.random.seed(seed)
        losses, readings = list[float](), list[Readings]()
        for number in range(max(1, round(budget.epochs * spec.epochs / self.epochs))):
            if number == 1:
                compiled = time.monotonic()
            elif number and time.monotonic() > compiled + most_seconds:
                raise TimeoutError
            state, steps = run_epoch(program, state, batches, rescale)
            losses.append(float(np.mean(steps["loss"])))
            readings += [steps["probes"]] if "probes" in steps else []
            if not math.isfinite(losses[-1]):
                break
        data = self._data(spec)
        outputs = self.outputs(program, state, data.validation_inputs, _rescale_validation(spec))
        labels = rescaled(data.questions(data.y_validation), spec.targets)
        task = rescaled_task(self.task, spec.targets)
        value = score(outputs, labels, task, logits=reads_logits(spec.loss))
        return Trial(seed, value, tuple(losses), time.perf_counter() - began, outputs=outputs, readings=tuple(readings))

    def outputs(self, program: Program, state: State, x: Any, rescale: Rescale) -> np.ndarray:
        """The network's answers for the inputs `x` as float32 of shape (questions, units)."""
        return self.data.answers(program.predict(state, x, rescale, batch_size=_PREDICT_BATCH))

    def twenty(self, spec: Spec, most_steps: int, seed: int = 0) -> tuple[float, list[float]]:
        """Trains on 20 examples only, every class among them where possible, until they are known by heart.

        Returns:
            the score on those 20 at the end, and the loss of every step.
        """
        data = self._data(spec)
        chosen = varied(np.asarray(data.y), 20, seed)
        x, labels = jax.tree.map(lambda array: array[chosen], (data.inputs, data.labels))
        y = data.questions(jax.tree.leaves(labels)[data.output])
        program, state = self.start(spec, seed)
        order = np.tile(np.arange(len(chosen), dtype="int32"), (_STEPS_BETWEEN_LOOKS, 1))
        rescale = _rescale(spec)
        losses, reached = list[float](), 0.0
        while len(losses) < most_steps and reached < _BY_HEART:
            state, record = run_steps(program, state, Resident((x, labels)), order, order[:0, 0], rescale)
            losses += record["loss"].tolist()
            reached = score(self.outputs(program, state, x, rescale), y, self.task, reads_logits(spec.loss))
        return reached, losses

    def start(self, spec: Spec, seed: int) -> tuple[Program, State]:
        """The compiled program of a recipe and the state that a seed starts it from."""
        program, pristine = self._program(spec)
        keras.utils.set_random_seed(seed)
        with quick_compiling():
            trainable, non_trainable = new_weights(spec, self.model, self.data.inputs)
        return program, (trainable, non_trainable, self._optimizer_state(spec, program, pristine[2]), pristine[3])

    def _program(self, spec: Spec) -> tuple[Program, State]:
        """Compiled once for all recipes that differ only in seed, rate, epochs, or scale of the inputs."""
        key = _program_key(spec)
        if key not in self._programs:
            model = compile_as(self.whole(spec), rebuild(spec, self.model), self.model)
            build(model, self._batches(spec, min(len(self.data.x), spec.batch_size)))
            probes = Probes() if key == self._watched else None
            program = Program(model, self.rescale, self.data.input, probes)
            self._programs[key] = program, state_of(model)
        return self._programs[key]

    def _optimizer_state(self, spec: Spec, program: Program, pristine: list[Any]) -> list[Any]:
        """A new optimiser's state with the recipe's own learning rate in it."""
        rate = spec.optimizer["config"].get("learning_rate")
        if isinstance(rate, dict):
            return pristine
        place = [v.path for v in program.model.optimizer.variables].index(program.model.optimizer._learning_rate.path)
        return [jnp.asarray(rate, value.dtype) if i == place else value for i, value in enumerate(pristine)]

    def _data(self, spec: Spec) -> Data:
        """The data as the recipe takes it."""
        key = spec.missing, spec.wraps, spec.mixed
        if key not in self._mended:
            self._mended[key] = mended(self.data, spec)
        return self._mended[key]

    def _batches(self, spec: Spec, samples: int) -> Batches:
        data = self._data(spec)
        labels = with_leaf(data.labels, data.output, rescaled(data.y, spec.targets))
        weight = data.sample_weight
        if spec.class_weight is not None:
            of_class = np.array([spec.class_weight.get(c, 1.0) for c in range(self.task.classes)], "float32")
            weight = jnp.asarray(of_class[class_ids(data.y, self.task)])
        arrays = (data.inputs, labels) if weight is None else (data.inputs, labels, weight)
        if samples < len(data.x):
            chosen = np.sort(np.random.default_rng(0).permutation(len(data.x))[:samples])
            arrays = jax.tree.map(lambda array: array[chosen], arrays)
        return Batches(Resident(arrays), spec.batch_size, spec.shuffle)


def _program_key(spec: Spec) -> str:
    """Equal for recipes that share a compiled program: all but the numbers that are its arguments or variables."""
    # A schedule is compiled into the program; a plain rate is a variable of the optimiser.
    rate = spec.optimizer["config"].get("learning_rate")
    config = {**spec.optimizer["config"], "learning_rate": rate if isinstance(rate, dict) else 0.0}
    optimizer = {**spec.optimizer, "config": config}
    own: dict[str, Any] = {name: Inputs() for name in ("inputs", "targets", "validation_inputs")}
    own |= {"optimizer": optimizer, "epochs": 0, "class_weight": None, "missing": None, "wraps": None, "mixed": False}
    return replace(spec, **own).to_json()


def rescaled(y: Any, targets: Inputs) -> Any:
    """Labels as the recipe trains on them, in the form (NumPy's or JAX's) that they came in."""
    return y if targets == Inputs() else ((y - targets.shift) * targets.scale).astype("float32")


def rescaled_task(task: Task, targets: Inputs) -> Task:
    """The task with the range that its labels then have: its two numbers, where it has two classes."""
    shift, scale = targets.shift, targets.scale
    if task.kind not in ("binary", "regression") or isinstance(shift, tuple) or isinstance(scale, tuple):
        return task
    low, high = ((end - shift) * scale for end in (task.low, task.high))
    if task.kind == "regression":
        low, high = min(low, high), max(low, high)
    return replace(task, low=low, high=high)


def _rescale(spec: Spec) -> Rescale:
    return jnp.asarray(spec.inputs.shift, "float32"), jnp.asarray(spec.inputs.scale, "float32")


def _rescale_validation(spec: Spec) -> Rescale:
    """Both rescalings as one: that of the validation inputs alone, then that of all inputs."""
    (shift, scale), own = _rescale(spec), spec.validation_inputs
    own_shift, own_scale = jnp.asarray(own.shift, "float32"), jnp.asarray(own.scale, "float32")
    return own_shift + shift / own_scale, own_scale * scale


def varied(y: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Indices of `count` samples that take turns through the different labels."""
    order = np.random.default_rng(seed).permutation(len(y))
    _, label = np.unique(y[order].reshape(len(y), -1), axis=0, return_inverse=True)
    label = label.reshape(-1)
    # Each sample's rank among those of its label: sorting by it deals the labels out in turns.
    by_label = np.argsort(label, kind="stable")
    starts = np.searchsorted(label[by_label], np.arange(label.max() + 1))
    turn = np.empty(len(y), int)
    turn[by_label] = np.arange(len(y)) - starts[label[by_label]]
    return np.sort(order[np.argsort(turn, kind="stable")[:count]])
