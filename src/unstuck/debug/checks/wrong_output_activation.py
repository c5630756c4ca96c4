"""Does the last activation fit what the labels ask for?"""

import numpy as np

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.debug.head import fitting_head
from unstuck.spec import Edit


class WrongOutputActivation(Check):
    """The last activation cannot give, or need not give, the kind of answer that the labels ask for.

    What it sees: the last activation, the number of units, the loss, the labels, and the range of the outputs.

    Why the network stops learning: without an activation the outputs wander far outside the labels' range and the
    loss is spent on bringing them back; a softmax over one unit is always 1; a relu cannot say what is below 0.

    When it is wrong: a linear output is right for regression, and when the loss reads logits.

    Fix and its safety: safe. `sigmoid` for one yes or no, `softmax` for one of several, `linear` for amounts.

    Source: Bishop, "Pattern Recognition and Machine Learning" (2006), section 4.3.6 (canonical link functions).
    """

    name = "wrong_output_activation"
    fault = "output_activation"
    sick = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=3)
"""
    healthy = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(1)])
model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(x, y, epochs=3)
"""

    def measure(self, case: Case) -> Evidence | None:
        """The last activation, what would fit, and the outputs' range beside the labels'."""
        head = fitting_head(case)
        if head is None or case.head is None or case.head_activation is None:
            return None
        place, activation = case.head_activation
        outputs = case.outputs[np.isfinite(case.outputs)]
        config = case.spec.layers()[case.head]["config"]
        return {
            "layer": config["name"],
            "path": f"layers[{place}].activation",
            "units": case.head_size[1],
            "activation": activation,
            "under_it": config.get("activation", "linear") if place != case.head else "linear",
            "under_path": f"layers[{case.head}].activation",
            "zero_share": float((outputs == 0).mean()) if outputs.size else 0.0,
            "zero_labels": float((case.labels == 0).mean()),
            "fitting": list(head.activations),
            "task": case.task.why,
            "outputs": [float(outputs.min()), float(outputs.max())] if outputs.size else [],
            "labels": [case.task.low, case.task.high],
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when the activation is not among the fitting ones."""
        activation, fitting = evidence["activation"], evidence["fitting"]
        if evidence["under_it"] != "linear":
            cause = f"The last layer has the activation {evidence['under_it']}, and behind it another, {activation}."
            fix = Fix(
                "take the first of the two activations away",
                (Edit(evidence["under_path"], evidence["under_it"], "linear"),),
            )
            return Finding(self.name, self.fault, 0.8, cause, evidence, fix, evidence["layer"])
        stuck_at_zero = evidence["zero_share"] > 0.5 > evidence["zero_labels"] and activation == "relu"
        if activation in fitting and not stuck_at_zero:
            return None
        if activation == "softmax" and evidence["units"] == 1:
            cause = "A softmax over a single unit is always 1, whatever the input."
            severity = 0.99
        elif evidence["outputs"]:
            low, high = evidence["outputs"]
            cause = (
                f"The last layer has {_name(activation)}: its outputs run from {low:.3g} to {high:.3g}, "
                f"the labels from {evidence['labels'][0]:g} to {evidence['labels'][1]:g}."
            )
            severity = 0.8
        else:
            cause, severity = f"The last layer has {_name(activation)}; its outputs are no numbers any more.", 0.8
        fix = Fix(f"give the last layer {_name(fitting[0])}", (Edit(evidence["path"], activation, fitting[0]),))
        return Finding(self.name, self.fault, severity, cause, evidence, fix, evidence["layer"])

    def say(self, evidence: Evidence) -> str:
        """The outputs' range against the labels'."""
        labels = f"the labels are {evidence['task']}"
        if not evidence["outputs"]:
            return f"none is a number; {labels}"
        low, high = evidence["outputs"]
        return f"from {low:.3g} to {high:.3g}; {labels}"


def _name(activation: str) -> str:
    return "no activation" if activation == "linear" else f"the activation {activation}"
