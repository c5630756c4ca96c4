"""Is a penalty so strong that nothing can grow?"""

from typing import Any

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit


class StrongPenalty(Check):
    """A penalty on weights or outputs holds them near zero.

    What it sees: the strength of each layer's regularisers.

    Why the network stops learning: the loss is the mistakes plus the penalty. When the penalty weighs more, the best
    network is one whose weights or outputs are all nearly zero, and whose answer is always the same.

    When it is wrong: very wide layers on little data take strong penalties. So it is reported only when going without
    is shown to help.

    Fix and its safety: safe. No penalty; bring it back at 1e-4 if the network then overfits.

    Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 7.1.
    """

    name = "strong_penalty"
    fault = "regularization"
    sick = """
penalty = keras.regularizers.L2(1.0)
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="sigmoid", kernel_regularizer=penalty)])
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=3)
"""
    healthy = """
penalty = keras.regularizers.L2(0.001)
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="sigmoid", kernel_regularizer=penalty)])
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=3)
"""
    greatest: float = 0.005  # of l1 and l2 on weights; books have 1e-4 to 1e-3, Keras' "l2" is 0.01
    far: float = 0.02  # of the same; what lies between may be meant
    greatest_activity: float = 0.001  # the same on what a layer gives

    def measure(self, case: Case) -> Evidence:
        """The penalties above the greatest usual ones, and their layers."""
        strong = [
            {"path": f"layers[{place}].{name}", "layer": layer["config"]["name"], "penalty": penalty}
            for place, layer in enumerate(case.spec.layers())
            for name, penalty in layer["config"].items()
            if name.endswith("_regularizer")
            and _strength(penalty) > (self.greatest_activity if name == "activity_regularizer" else self.greatest)
        ]
        return {"strong": strong}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when there is such a layer."""
        strong = evidence["strong"]
        if not strong:
            return None
        most = max(_strength(one["penalty"]) for one in strong)
        on = "outputs" if all(one["path"].endswith("activity_regularizer") for one in strong) else "weights"
        cause = f"A penalty of {most:g} on the {on} weighs more than the mistakes."
        edits = tuple(Edit(one["path"], one["penalty"], None) for one in strong)
        fix = Fix("take the penalty away", edits)
        severity = 0.5 if on == "outputs" or most > self.far else 0.3
        return Finding(self.name, self.fault, severity, cause, evidence, fix, strong[0]["layer"])

    def say(self, evidence: Evidence) -> str:
        """The layers."""
        return f"penalties above the usual: {', '.join(one['layer'] for one in evidence['strong']) or 'none'}"


def _strength(regularizer: Any) -> float:
    """The greater of l1 and l2 of a serialised regulariser; 0 for none."""
    if not isinstance(regularizer, dict):
        return 0.0
    return max((float(regularizer["config"].get(key) or 0.0) for key in ("l1", "l2")), default=0.0)
