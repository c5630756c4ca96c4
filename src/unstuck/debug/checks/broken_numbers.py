"""Which number was the first that was none?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding

_WHAT = {
    "weight": "the weights of {layer}",
    "activation": "the output of {layer}",
    "loss": "the loss",
    "gradient": "the gradient of {layer}",
}


class BrokenNumbers(Check):
    """Something in the network becomes infinite or not a number.

    What it sees: the first tensor of a training that is not finite, by epoch, step and layer: weights, outputs, loss,
    gradients, in the order in which a step makes them.

    Why the network stops learning: whatever is computed from such a number is none either; one step later all weights
    are lost.

    When it is wrong: never; that a number broke is a fact. Why it did is another matter.

    Fix and its safety: none of its own. An output that breaks first speaks for inputs or weights that are too large, a
    loss for the logarithm of zero, a gradient for a slope that is infinite, weights for too high a rate.

    Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 4.1.
    """

    name = "broken_numbers"
    fault = None
    sick = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(1)])
model.compile(keras.optimizers.SGD(1e20), "mse")
model.fit(x, y, epochs=3)
"""
    healthy = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8, activation="relu"),
        layers.Dense(8, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=20)
"""

    def measure(self, case: Case) -> Evidence | None:
        """Epoch, step, kind and layer of the first one."""
        if not case.insides:
            return None
        if case.non_finite is None:
            return {"finite": True}
        epoch, first = case.non_finite
        return {"finite": False, "epoch": epoch, "step": first.step, "tensor": first.tensor, "layer": first.layer}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when there is one."""
        return None if evidence["finite"] else Finding(self.name, "", 1.0, f"{self.say(evidence)}.", evidence)

    def say(self, evidence: Evidence) -> str:
        """What broke first, and when."""
        if evidence["finite"]:
            return "all numbers in the network stay finite"
        what = _WHAT[evidence["tensor"]].format(layer=evidence["layer"])
        when = f"epoch {evidence['epoch']}, step {evidence['step']}"
        return f"the first to become infinite or not a number: {what}, in {when}"
