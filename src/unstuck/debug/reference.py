"""The healthy reference recipe for a task, as changes of the recipe at hand.

These are changes that no check has a reason to suspect: they are tried last, and have to do far more to be believed.
"""

from __future__ import annotations

from unstuck.debug.case import Case
from unstuck.debug.finding import Finding, Fix
from unstuck.spec import Edit

CHECK = "reference_recipe"
_SEVERITY = 0.05
# Activations that let gradients through well; what is not among them and sits in a hidden layer is a difference.
_OPEN = {"relu", "elu", "selu", "gelu", "silu", "swish", "leaky_relu", "mish", "relu6"}
_BENDING = {"sigmoid", "tanh", "hard_sigmoid", "softsign", "softmax", "exponential"}
_ADAPTIVE = {"Adam", "AdamW", "Nadam", "RMSprop", "Adamax", "Lion"}


def differences(case: Case) -> list[Finding]:
    """What the recipe does otherwise than the reference."""
    return [finding for finding in (_optimizer(case), _hidden_activation(case), _shuffle(case)) if finding is not None]


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


def _shuffle(case: Case) -> Finding | None:
    if case.spec.shuffle:
        return None
    fix = Fix("shuffle the samples", (Edit("shuffle", False, True),))
    return Finding(CHECK, "shuffle", _SEVERITY, "The samples come in the same order in every epoch.", {}, fix)
