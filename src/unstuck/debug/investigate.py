"""The debugger's whole course: examine, suspect, search, prove."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median

import jax
import keras
import numpy as np

from unstuck.debug.case import Case, Stats
from unstuck.debug.check import Check
from unstuck.debug.checks import CHECKS
from unstuck.debug.compare import is_cure, mean_score, mistakes
from unstuck.debug.finding import Evidence, Finding, Verdict
from unstuck.debug.loss import reads_logits
from unstuck.debug.reference import differences
from unstuck.debug.search import Found, Say, Search, edits_of
from unstuck.debug.task import Baseline, Task, baseline, infer_task, score
from unstuck.debug.trial import Budget, Data, Lab, Trial
from unstuck.engine import Epoch, FitCall, why_not_arrays
from unstuck.engine.arrays import training_and_validation
from unstuck.errors import UnstuckError
from unstuck.spec import Edit, Spec

_TRIAL_SECONDS = 3.0  # about how long one trial of the search may train
_SEARCH_SEEDS = (1, 2, 3)
_PROOF_SEEDS = (1, 2, 3, 4, 5)
_TWENTY_STEPS = 1000
_STRONG = 0.25  # severity; weaker suspects are differences of taste until the network is known to do badly
_PLAIN = 0.75  # severity from which a finding is a mismatch and no matter of degree
_WELL = 0.75  # of the way from the baseline to a perfect score


@dataclass(frozen=True)
class Symptom:
    """What one check saw."""

    check: str
    title: str
    sentence: str
    bad: bool
    evidence: Evidence


@dataclass(frozen=True)
class Diagnosis:
    """What was found, and the measurements it rests on.

    Args:
        own_score: the score of the user's own run.
        before: the user's recipe, one trial a seed.
        after: the repaired recipe from the same seeds, or None.
        symptoms: what every check saw.
        causes: confirmed findings, the most gainful first; or undecided ones when nothing helped.
        tried: fixes that turned out not to be needed, or not to help.
        edits: all changes that the causes' fixes make.
        proved_at: the budget of the proof.
        notes: what the reader should know about how sure this is.
    """

    spec: Spec
    task: Task
    baseline: Baseline
    own_score: float
    samples: int
    has_validation: bool
    healthy: bool
    before: tuple[Trial, ...]
    after: tuple[Trial, ...] | None
    symptoms: tuple[Symptom, ...]
    causes: tuple[Finding, ...]
    tried: tuple[Finding, ...]
    edits: tuple[Edit, ...]
    proved_at: Budget
    notes: tuple[str, ...]
    seconds: float


def investigate(
    model: keras.Model,
    spec: Spec,
    call: FitCall,
    epochs: Sequence[Epoch],
    seconds: float = 60.0,
    say: Say = lambda text: None,
) -> Diagnosis:
    """Finds out why a network does not work that well, by experiment.

    Args:
        model: the user's model after its fit; it is not changed.
        spec: the recipe of that fit.
        call: the arguments of that fit.
        epochs: what the fit gave, epoch by epoch.
        seconds: the time for experiments, in seconds.
        say: told what is being done.

    Raises:
        UnstuckError: the data cannot be trained on (not numbers, of one class, of unequal length), or the network has
            more than one input or output.
    """
    began = time.monotonic()
    check_fit(call)
    data = take_data(call)
    spec = replace(spec, epochs=len(epochs) or call.epochs)
    if spec.model is None:
        raise UnstuckError(
            "The debugger retrains networks that Keras can build again from their config.",
            f"{type(model).__name__}, a subclass of keras.Model",
            "Build it with keras.Sequential or keras.Model(inputs, outputs).",
        )
    labels = np.asarray(data.y)
    task = infer_task(labels)
    lab = Lab(model, data, task, _takes_numbers(model), spec.epochs)
    full = Budget(len(data.x), spec.epochs)
    cost = min(epoch.seconds for epoch in epochs) * spec.epochs if epochs else 1.0
    budget = _trial_budget(full, cost)
    deadline = began + 0.6 * seconds

    say("training your recipe from other seeds")
    affordable = cost * len(_SEARCH_SEEDS) < 0.5 * seconds
    before = lab.trials(spec, _SEARCH_SEEDS, full if affordable else budget)
    say("examining")
    case = make_case(model, spec, task, data, lab, epochs, before)
    own_score = score(case.outputs, case.labels, task, reads_logits(spec.loss))
    symptoms, suspects = examine(case)

    search = Search(lab, spec, _SEARCH_SEEDS, budget, deadline, say)
    found = search.run([suspect for suspect in suspects if suspect.severity >= _STRONG])
    if not found.causes:
        found = _last_resort(search, found, [*suspects, *differences(case)], case)
    common = {
        "spec": spec,
        "task": task,
        "baseline": case.baseline,
        "own_score": own_score,
        "samples": len(data.x),
        "has_validation": data.has_validation,
        "symptoms": tuple(symptoms),
    }
    if not found.causes:
        return _without_cure(common, case, before, found, full if affordable else budget, began)
    proof = _prove(lab, spec, found, full, cost, deadline=began + seconds, fallback=budget, say=say)
    return Diagnosis(**common, **proof, healthy=False, seconds=time.monotonic() - began)  # type: ignore[arg-type]


def check_fit(call: FitCall) -> None:
    """What no training could make sense of.

    Raises:
        UnstuckError: zero epochs.
    """
    if call.epochs - call.initial_epoch < 1:
        raise UnstuckError(
            "A training takes at least one epoch.", f"epochs={call.epochs}", "Give fit epochs=1 or more."
        )


def baseline_of(call: FitCall) -> Baseline | None:
    """What a constant answer scores in a fit; None when its labels are not at hand as one array."""
    y = call.y
    if not hasattr(y, "shape") or not len(y):
        return None
    y = np.asarray(y)
    task = infer_task(y)
    if call.validation_data is not None:
        return baseline(y, np.asarray(call.validation_data[1]), task)
    cut = int(len(y) * (1 - call.validation_split))
    return baseline(y[:cut], y[cut:] if cut < len(y) else y, task)


def take_data(call: FitCall) -> Data:
    """The arrays of a fit.

    Raises:
        UnstuckError: they are not numbers, of one class, of unequal length, or there are several inputs or outputs.
    """
    lengths = [len(array) for array in (call.x, call.y) if hasattr(array, "__len__")]
    if len(set(lengths)) > 1:
        raise UnstuckError(
            "There has to be one label for each sample.",
            f"{lengths[0]} samples and {lengths[1]} labels",
            "Look at how x and y are cut or loaded.",
        )
    if why_not_arrays(call) is not None:
        raise UnstuckError(
            "The debugger reads data that is given to fit as arrays.",
            why_not_arrays(call) or "",
            "Give fit arrays, x and y; a few thousand samples of your data are enough to find out what is wrong.",
        )
    train, validation = training_and_validation(call)
    x, y, *weights = train.arrays
    if not isinstance(x, jax.Array) or not isinstance(y, jax.Array):
        raise UnstuckError("The debugger reads networks with one input array and one label array.", "several arrays")
    x_validation, y_validation = validation.arrays[:2] if validation is not None else (x, y)
    data = Data(x, y, x_validation, y_validation, weights[0] if weights else None, validation is not None)
    _check_numbers(data)
    return data


def _check_numbers(data: Data) -> None:
    for name, array in (("x", data.x), ("y", data.y), ("validation x", data.x_validation)):
        broken = int(np.size(array) - np.isfinite(np.asarray(array)).sum())
        if broken:
            raise UnstuckError(
                "Every input and label has to be a finite number.",
                f"{broken:,} of {np.size(array):,} numbers in {name} are NaN or infinite",
                f"Find them with np.argwhere(~np.isfinite({name.split()[-1]})) and mend or drop those samples.",
            )
    if len(np.unique(np.asarray(data.y), axis=0)) < 2:
        raise UnstuckError(
            "There have to be at least two different labels.",
            f"{len(data.y):,} labels, all {np.asarray(data.y).reshape(len(data.y), -1)[0].tolist()}",
            "Look at how the labels are made; with one class there is nothing to learn.",
        )


def _takes_numbers(model: keras.Model) -> bool:
    return not any(isinstance(layer, keras.layers.Embedding) for layer in model._flatten_layers())


def _trial_budget(full: Budget, cost: float) -> Budget:
    """As much of the user's own training as fits in `_TRIAL_SECONDS`: fewer epochs first, then fewer samples."""
    if cost <= _TRIAL_SECONDS:
        return full
    epoch = cost / full.epochs
    if epoch <= _TRIAL_SECONDS:
        return Budget(full.samples, max(1, int(_TRIAL_SECONDS / epoch)))
    return Budget(max(min(full.samples, 1000), int(full.samples * _TRIAL_SECONDS / epoch)), 1)


def make_case(
    model: keras.Model,
    spec: Spec,
    task: Task,
    data: Data,
    lab: Lab,
    epochs: Sequence[Epoch],
    before: Sequence[Trial],
) -> Case:
    """Measures what the checks look at."""
    outputs = np.asarray(model.predict(np.asarray(data.x_validation), batch_size=1000, verbose=0), "float32")
    outputs = outputs.reshape(len(outputs), -1)
    twenty_score, _ = lab.twenty(spec, _TWENTY_STEPS)
    losses = tuple(float(epoch.logs["loss"]) for epoch in epochs) or before[0].losses
    return Case(
        spec=spec,
        task=task,
        baseline=baseline(np.asarray(data.y), np.asarray(data.y_validation), task),
        samples=len(data.x),
        inputs=Stats.of(data.x),
        features=_features(data.x),
        seen=_seen_by_first_weights(model, np.asarray(data.x[:256])),
        outputs=outputs,
        labels=np.asarray(data.y_validation),
        label_columns=int(np.prod(data.y.shape[1:])),
        scores=tuple(trial.score for trial in before),
        losses=losses,
        twenty_score=twenty_score,
        twenty_steps=_TWENTY_STEPS,
    )


def _features(x: jax.Array) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    if x.ndim != 2:
        return None
    rows = np.asarray(x, "float64")
    return tuple(rows.mean(0).tolist()), tuple(rows.std(0).tolist())


def _seen_by_first_weights(model: keras.Model, x: np.ndarray) -> Stats | None:
    if not _takes_numbers(model):
        return None
    first = next((layer for layer in model.layers if hasattr(layer, "kernel") or hasattr(layer, "cell")), None)
    if first is None:
        return Stats.of(x)
    return Stats.of(keras.Model(model.inputs, first.input).predict(x, verbose=0))


def examine(case: Case) -> tuple[list[Symptom], list[Finding]]:
    """What every check sees, and the causes that some of them suspect."""
    symptoms: list[Symptom] = []
    suspects: list[Finding] = []
    for check in CHECKS:
        evidence = check.measure(case)
        if evidence is None:
            continue
        finding = check.judge(evidence)
        symptoms.append(_symptom(check, evidence, finding))
        if finding is not None and check.fault is not None:
            suspects.append(finding)
    return symptoms, suspects


def _symptom(check: Check, evidence: Evidence, finding: Finding | None) -> Symptom:
    return Symptom(check.name, check.title(), check.say(evidence), finding is not None, evidence)


def _last_resort(search: Search, found: Found, suspects: list[Finding], case: Case) -> Found:
    """Tries the weak suspects too, where the network does badly and no strong one helped.

    They are differences from a usual recipe that many healthy networks have. So they are believed only when they halve
    the mistakes.
    """
    if not _does_badly(case):
        return found
    wider = search.run(suspects)
    if wider.causes and mistakes(search.trials(wider.causes)) > 0.5 * mistakes(search.trials([])):
        return Found([], wider.tried + wider.causes, wider.unfinished)
    return wider


def _does_badly(case: Case) -> bool:
    return fmean(case.scores) < case.baseline.validation + _WELL * (1 - case.baseline.validation)


def _without_cure(
    common: dict[str, object], case: Case, before: Sequence[Trial], found: Found, budget: Budget, began: float
) -> Diagnosis:
    """Healthy, or ill beyond what was tried: which one the score decides."""
    lost = median(trial.score for trial in before) <= case.baseline.validation
    causes: tuple[Finding, ...] = ()
    if found.unfinished and _does_badly(case):
        lost, causes = True, tuple(replace(finding, verdict="untested") for finding in found.tried)
    elif lost:
        cause = "The network knows no more than a constant answer, and no change that was tried helps."
        evidence = {"tried": [finding.fix.title for finding in found.tried if finding.fix]}
        causes = (Finding("no_signal", "no_signal", 0.5, cause, evidence, verdict="undecided"),)
    return Diagnosis(
        **common,  # type: ignore[arg-type]
        healthy=not lost,
        before=tuple(before),
        after=None,
        causes=causes,
        tried=tuple(found.tried),
        edits=(),
        proved_at=budget,
        notes=("Time ran out before everything was tried.",) if found.unfinished else (),
        seconds=time.monotonic() - began,
    )


def _prove(
    lab: Lab, spec: Spec, found: Found, full: Budget, cost: float, deadline: float, fallback: Budget, say: Say
) -> dict[str, object]:
    """Before and after at the user's own budget where time allows, and each cause's own share of the gain."""
    left = deadline - time.monotonic()
    notes = ["Time ran out: some of these changes may not be needed."] if found.unfinished else []
    runs = 2 + (len(found.causes) if len(found.causes) > 1 else 0)
    seeds = _PROOF_SEEDS if cost * runs * len(_PROOF_SEEDS) < 0.6 * left else _SEARCH_SEEDS
    budget = full if cost * 2 * len(seeds) < left else fallback
    if budget != full:
        notes.append(f"The proof trained {budget.epochs} of {full.epochs} epochs on {budget.samples:,} samples.")
    say("proving it from several seeds")
    before = lab.trials(spec, seeds, budget)
    after = lab.trials(spec.apply(*edits_of(found.causes)), seeds, budget)
    verdict: Verdict = "confirmed" if is_cure(after, before) else "undecided"
    causes = []
    for cause in found.causes:
        others = [other for other in found.causes if other is not cause]
        without = lab.trials(spec.apply(*edits_of(others)), seeds, budget) if others else before
        causes.append(replace(cause, verdict=verdict, gain=mean_score(after) - mean_score(without)))
    # What is plainly wrong leads what merely could be better.
    causes.sort(key=lambda cause: (cause.severity < _PLAIN, -(cause.gain or 0.0)))
    return {
        "before": tuple(before),
        "after": tuple(after),
        "causes": tuple(causes),
        "tried": tuple(found.tried),
        "edits": tuple(edits_of(causes)),
        "proved_at": budget,
        "notes": tuple(notes),
    }
