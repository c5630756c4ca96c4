"""Do the steps move the weights by a sensible share?"""

import math

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit


class UnfitUpdates(Check):
    """The steps hardly move the weights, or throw them about.

    What it sees: the norm of a step's change over the norm of the weights it changes, by layer, early in the training.

    Why the network stops learning: with steps of a hundred-thousandth nothing happens in any usual time; with steps as
    large as the weights nothing that was learned remains.

    When it is wrong: fine-tuning, and networks that start at their end, move little on purpose.

    Fix and its safety: safe. The learning rate times the power of ten that brings the layer nearest to the usual share
    there.

    Source: Karpathy, CS231n, "Ratio of weights:updates": about 0.001.
    """

    name = "unfit_updates"
    fault = "learning_rate"
    sick = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.SGD(1e-6), "binary_crossentropy")
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
    usual: float = 1e-3  # of the weights' norm, a step
    least: float = 1e-5  # a hundredth of the usual, where the layer that moves most moves less
    greatest: float = 0.5  # where even the layer that moves least moves more

    def measure(self, case: Case) -> Evidence | None:
        """Each layer's share and the rate."""
        shares = {i.name: i.early_update for i in case.insides if math.isfinite(i.early_update) and i.activation}
        rate = case.spec.optimizer["config"].get("learning_rate")
        if not shares or not isinstance(rate, int | float):
            return None
        return {"shares": shares, "rate": rate}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when all layers move too little or all too much."""
        low, high, rate = min(evidence["shares"].values()), max(evidence["shares"].values()), evidence["rate"]
        if high >= self.least and low <= self.greatest:
            return None
        nearest = high if high < self.least else low
        cause = f"Each step moves the weights by {nearest:.1g} of their size; {self.usual:g} is usual."
        if nearest == 0 or rate == 0:
            return Finding(self.name, self.fault, 0.4, cause, evidence)
        better = float(f"{rate * 10.0 ** round(math.log10(self.usual / nearest)):.6g}")
        fix = Fix(f"use the rate {better:g}", (Edit("optimizer.learning_rate", rate, better),))
        return Finding(self.name, self.fault, 0.4, cause, evidence, fix)

    def say(self, evidence: Evidence) -> str:
        """The least and the greatest share."""
        low, high = min(evidence["shares"].values()), max(evidence["shares"].values())
        return f"a step changes the weights of a layer by {low:.1g} to {high:.1g} of their size"
