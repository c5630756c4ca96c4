"""Are classes numbered as loss and outputs take them?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.debug.head import HINGES, YES_OR_NO_LOSSES
from unstuck.debug.loss import canonical_loss
from unstuck.spec import Edit, Inputs


class UnfitLabels(Check):
    """The classes have other numbers than the loss and the outputs take.

    What it sees: the two numbers of a yes-or-no task, or the least class number, beside the loss and the last layer.

    Why the network stops learning: a sigmoid gives shares from 0 to 1, and a cross-entropy takes labels of 0 and 1:
    with 1 and 2 the loss falls below 0 without end while every answer goes to 1. Ten units have places 0 to 9: a class
    10 has none. A loss of one's own may take 1 for the class that the labels call 0.

    When it is wrong: hinge losses take -1 and 1, and squared errors whatever the outputs can reach. So it is reported
    only where other numbers are shown to help.

    Fix and its safety: safe. Number the classes from 0.

    Source: Keras' documentation of `BinaryCrossentropy` and `SparseCategoricalCrossentropy`.
    """

    name = "unfit_labels"
    fault = "label_encoding"
    opposite = 0.3  # right answers to 20 examples, under a loss of one's own
    sick = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x, y + 1, epochs=20)
"""
    healthy = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="tanh")])
model.compile("adam", "hinge")
model.fit(x, 2 * y - 1, epochs=20)
"""

    def measure(self, case: Case) -> Evidence | None:
        """The numbers of the classes, and what is made of them."""
        task = case.task
        if task.one_hot or task.kind not in ("binary", "multiclass") or case.spec.targets != Inputs():
            return None
        return {
            "kind": task.kind,
            "low": task.low,
            "high": task.high,
            "loss": canonical_loss(case.spec.loss),
            "activation": case.head_activation[1] if case.head_activation else None,
            "units": case.outputs.shape[-1],
            "twenty": case.twenty_score,
            "task": task.why,
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding where the loss or the last activation takes other numbers."""
        edits: tuple[Edit, ...]
        low, high, loss, units = (evidence[name] for name in ("low", "high", "loss", "units"))
        if loss is None and evidence["kind"] == "binary" and evidence["twenty"] < self.opposite:
            cause = f"Of 20 examples it learns to answer {1 - evidence['twenty']:.0%} the wrong way round."
            edits = (Edit("targets.shift", 0.0, _whole(low + high)), Edit("targets.scale", 1.0, -1))
            return Finding(self.name, self.fault, 0.7, cause, evidence, Fix("swap the two classes", edits))
        if loss == "sparse_categorical_crossentropy":
            if low < 1 or units > high or units < high - low + 1:
                return None
            cause = f"The classes are numbered from {low:g} to {high:g}; the {units} units stand for 0 to {units - 1}."
            edits = (Edit("targets.shift", 0.0, _whole(low)),)
        else:
            takes = ((0, 1), (-1, 1)) if loss in HINGES else ((0, 1),)
            bounded = evidence["activation"] in ("sigmoid", "hard_sigmoid")
            fits = (low, high) in takes or not (bounded or loss in HINGES or loss in YES_OR_NO_LOSSES)
            if evidence["kind"] != "binary" or units != 1 or fits:
                return None
            cause = f"The labels are {evidence['task']}; a sigmoid and {loss} take 0 and 1."
            shift = (Edit("targets.shift", 0.0, _whole(low)),) if low else ()
            scale = (Edit("targets.scale", 1.0, 1 / (high - low)),) if high - low != 1 else ()
            edits = (*shift, *scale)
        return Finding(self.name, self.fault, 0.92, cause, evidence, Fix("number the classes from 0", edits))

    def say(self, evidence: Evidence) -> str:
        """The classes' numbers beside the loss."""
        return f"{evidence['task']}; the loss is {evidence['loss']}, with {evidence['units']} at the end"


def _whole(number: float) -> float:
    """As a person writes it: `y - 1`."""
    return int(number) if number == int(number) else number
