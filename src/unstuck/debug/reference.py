"""The healthy reference recipe for a task, as changes of the recipe at hand.

These are changes that no check has a reason to suspect: they are tried last, and have to do far more to be believed.
"""

from __future__ import annotations

import math

from unstuck.debug.case import Case
from unstuck.debug.checks.loss_not_falling import is_falling
from unstuck.debug.checks.unfit_learning_rate import usual_rates
from unstuck.debug.finding import Finding, Fix
from unstuck.spec import Edit, Inputs

CHECK = "reference_recipe"
_SEVERITY = 0.05
# Activations that let little of a gradient through; in a hidden layer they are a difference.
_BENDING = {"sigmoid", "tanh", "hard_sigmoid", "softsign", "softmax", "exponential"}
_FEW_STEPS = 1000  # of the optimiser; with Adam's usual rate of 0.001 a weight can move by about one in as many
_NARROW, _WIDER, _WIDE = 16, 8, 32  # units; times; units at least
_SCALED_INITIALIZERS = {
    *("GlorotUniform", "GlorotNormal", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform"),
    *("VarianceScaling", "Orthogonal", "OrthogonalInitializer", "Identity"),
}
_FAR = 2  # deviations from 0 to the mean; of numbers spread evenly from 0 to 1 it is 1.7, and that is a fine scale
_UNEQUAL = 10  # times the least deviation
_ADAPTIVE = {"Adam", "AdamW", "Nadam", "RMSprop", "Adamax", "Lion"}


def references(case: Case) -> list[list[Finding]]:
    """What the recipe does otherwise than a reference, the likeliest lever first; one list for each reference.

    The first ones keep the user's optimiser at other rates, the last takes Adam.
    """
    levers = [lever for lever in (_rate(case, 10), _rate(case, 100), _optimizer(case)) if lever is not None]
    before, behind = (_inputs,), (_hidden_activation, _initializers, _width, _shuffle, _steps)
    start, end = ([f for f in (make(case) for make in part) if f is not None] for part in (before, behind))
    return [[*start, lever, *end] for lever in levers] or [[*start, *end]]


def _inputs(case: Case) -> Finding | None:
    if case.features is None or case.spec.inputs != Inputs():
        return None
    means, deviations = case.features
    varied = [(mean, deviation) for mean, deviation in zip(means, deviations, strict=True) if deviation]
    far = any(abs(mean) > _FAR * deviation for mean, deviation in varied)
    spreads = [deviation for _, deviation in varied]
    if not varied or not (far or max(spreads) > _UNEQUAL * min(spreads)):
        return None
    scales = tuple(1 / (deviation + 1e-7) for deviation in deviations)
    edits = (Edit("inputs.shift", 0.0, means), Edit("inputs.scale", 1.0, scales))
    cause = "The features lie far from 0, or spread very unequally."
    evidence = {"largest_deviation": max(spreads), "least_deviation": min(spreads)}
    return Finding(CHECK, "input_scaling", 2 * _SEVERITY, cause, evidence, Fix("standardise each feature", edits))


def _rate(case: Case, times: int) -> Finding | None:
    """So many times the rate where the loss still falls, that part of it where the loss rises again."""
    rate = case.spec.optimizer["config"].get("learning_rate")
    losses = case.losses
    if not isinstance(rate, int | float) or len(losses) < 2:
        return None
    rising = not math.isfinite(losses[-1]) or losses[-1] > 1.1 * min(losses)
    if not (rising or is_falling(losses)):
        return None
    new = float(f"{rate / times if rising else rate * times:.3g}")
    if not rising and new > usual_rates(case.spec.optimizer["class_name"])[-1]:
        return None
    cause = "The loss rises again: the steps are too large." if rising else "The loss still falls: the steps are small."
    fix = Fix(f"use the learning rate {new:g}", (Edit("optimizer.learning_rate", rate, new),))
    return Finding(CHECK, "learning_rate", _SEVERITY, cause, {"rate": rate, "losses": list(losses[-5:])}, fix)


def _steps(case: Case) -> Finding | None:
    steps = -(-case.samples // case.spec.batch_size) * case.spec.epochs
    if steps >= _FEW_STEPS:
        return None
    times = -(-_FEW_STEPS // steps)
    fix = Fix(f"train {times} times as long", (Edit("epochs", case.spec.epochs, case.spec.epochs * times),))
    cause = f"The whole training has only {steps} steps."
    return Finding(CHECK, "epochs", _SEVERITY, cause, {"steps": steps}, fix)


def _optimizer(case: Case) -> Finding | None:
    optimizer = case.spec.optimizer
    if optimizer["class_name"] in _ADAPTIVE:
        return None
    old = {"class_name": optimizer["class_name"], **optimizer["config"]}
    fix = Fix("use Adam", (Edit("optimizer", old, {"class_name": "Adam", "learning_rate": 0.001}),))
    cause = f"{optimizer['class_name']} does not get there in the given time."
    return Finding(CHECK, "optimizer", _SEVERITY, cause, {"optimizer": optimizer["class_name"]}, fix)


def _hidden_activation(case: Case) -> Finding | None:
    head = case.head_activation
    last = head[0] if head else len(case.spec.layers())
    places = [
        (place, layer["config"]["activation"])
        for place, layer in enumerate(case.spec.layers())
        if place < last
        and layer["config"].get("activation") in _BENDING
        and "recurrent_activation" not in layer["config"]
    ]
    if not places:
        return None
    names = {activation for _, activation in places}
    fix = Fix("use relu in the hidden layers", tuple(Edit(f"layers[{i}].activation", old, "relu") for i, old in places))
    cause = f"The hidden layers' {', '.join(sorted(names))} lets hardly any gradient through."
    return Finding(CHECK, "hidden_activation", _SEVERITY, cause, {"activations": sorted(names)}, fix)


def _width(case: Case) -> Finding | None:
    """Narrow hidden layers; those of an autoencoder are narrow on purpose."""
    narrow = [
        (place, layer["config"]["units"])
        for place, layer in enumerate(case.spec.layers())
        if layer["class_name"] == "Dense" and place != case.head and layer["config"]["units"] < _NARROW
    ]
    if not narrow or case.is_copy:
        return None
    edits = tuple(Edit(f"layers[{place}].units", units, max(units * _WIDER, _WIDE)) for place, units in narrow)
    cause = f"Hidden layers of {', '.join(str(units) for _, units in narrow)} units have little room to learn in."
    evidence = {"units": [units for _, units in narrow]}
    return Finding(CHECK, "architecture", _SEVERITY, cause, evidence, Fix("widen the hidden layers", edits))


def _initializers(case: Case) -> Finding | None:
    unusual = [
        (place, layer["config"]["kernel_initializer"])
        for place, layer in enumerate(case.spec.layers())
        if isinstance(layer["config"].get("kernel_initializer"), dict)
        and layer["config"]["kernel_initializer"]["class_name"] not in _SCALED_INITIALIZERS
    ]
    if not unusual:
        return None
    names = sorted({old["class_name"] for _, old in unusual})
    new = [{**old, "class_name": "GlorotUniform", "config": {"seed": None}} for _, old in unusual]
    edits = tuple(
        Edit(f"layers[{place}].kernel_initializer", old, default)
        for (place, old), default in zip(unusual, new, strict=True)
    )
    cause = f"The initial weights ({', '.join(names)}) do not follow the layers' sizes."
    return Finding(CHECK, "weight_init", _SEVERITY, cause, {"initializers": names}, Fix("default weights", edits))


def _shuffle(case: Case) -> Finding | None:
    if case.spec.shuffle:
        return None
    fix = Fix("shuffle the samples", (Edit("shuffle", False, True),))
    return Finding(CHECK, "shuffle", _SEVERITY, "The samples come in the same order in every epoch.", {}, fix)
