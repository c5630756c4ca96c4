"""Do the gradients grow without end?"""

import math

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit


class ExplodingGradients(Check):
    """The gradients grow while the network trains.

    What it sees: the norm of the gradient of each layer's weights in the first and in the last third of the training.

    Why the network stops learning: each step overshoots and the next one has to mend more than the one before.

    When it is wrong: a network that leaves a plateau has a larger gradient there than on it, though not by so much.

    Fix and its safety: safe. A tenth of the learning rate.

    Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 8.2.4. The threshold is on growth, since the
    size of a gradient says nothing: it goes with the units of the labels.
    """

    name = "exploding_gradients"
    fault = "learning_rate"
    sick = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(1)])
model.compile(keras.optimizers.SGD(1.0), "mse")
model.fit(x, y, epochs=5)
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
    greatest_growth: float = 1000.0  # the last third's median norm over the first third's

    def measure(self, case: Case) -> Evidence | None:
        """The layer whose gradient grows most, and the rate."""
        growing = {i.name: i.late_gradient / i.early_gradient for i in case.insides if i.early_gradient > 0}
        growing = {name: growth for name, growth in growing.items() if math.isfinite(growth)}
        if not growing:
            return None
        layer = max(growing, key=lambda name: growing[name])
        rate = case.spec.optimizer["config"].get("learning_rate")
        return {"layer": layer, "growth": growing[layer], "rate": rate if isinstance(rate, int | float) else None}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when it grows beyond the threshold."""
        if evidence["growth"] <= self.greatest_growth:
            return None
        layer, rate = evidence["layer"], evidence["rate"]
        cause = f"The gradient of {layer} grows {evidence['growth']:.2g} times larger in the course of the training."
        fix = rate and Fix(f"use the rate {rate / 10:g}", (Edit("optimizer.learning_rate", rate, rate / 10),))
        return Finding(self.name, self.fault, 0.5, cause, evidence, fix or None, layer)

    def say(self, evidence: Evidence) -> str:
        """The growth."""
        return f"at the end {evidence['growth']:.2g} times the gradient of the beginning, in {evidence['layer']}"
