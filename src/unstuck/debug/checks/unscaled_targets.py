"""Are the amounts that the network should give in a range that it can reach?"""

from dataclasses import asdict

from unstuck.debug.case import Case, Stats
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit


class UnscaledTargets(Check):
    """The amounts to be learned are far larger than what a network starts with, or all but the same to it.

    What it sees: the mean and deviation of labels that are amounts.

    Why the network stops learning: a new network answers about 0. With a rate of 0.001 its answers move by
    thousandths a step; prices in the hundred thousands are out of reach, and squared errors of that size make
    gradients explode. Amounts that differ by less than such a step are lost in its noise, and the squares of such
    errors hardly make a gradient.

    When it is wrong: a network with enough steps gets there all the same. So it is reported only when scaling is
    shown to help.

    Fix and its safety: changes the meaning: predictions come in the new unit, and have to be scaled back.

    Source: Bishop, "Neural Networks for Pattern Recognition" (1995), section 8.2.
    """

    name = "unscaled_targets"
    fault = "target_scaling"
    sick = """
y = 5000 + 1000 * x.sum(axis=1)
model = keras.Sequential([layers.Input((8,)), layers.Dense(8, activation="relu"), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=3)
"""
    healthy = """
y = x.sum(axis=1)
model = keras.Sequential([layers.Input((8,)), layers.Dense(8, activation="relu"), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=3)
"""
    greatest: float = 10.0  # of mean and deviation, in the labels' own unit
    far: float = 100.0  # beyond it, it is suspected whatever the score
    least: float = 0.01  # of the deviation
    near: float = 0.001  # below it, it is suspected whatever the score

    def measure(self, case: Case) -> Evidence | None:
        """The labels' range; None when they are not amounts, or are the inputs again, as an autoencoder's."""
        return asdict(Stats.of(case.labels)) if case.task.kind == "regression" and not case.is_copy else None

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding for labels far from 0, widely spread, or very close together."""
        deviation = evidence["deviation"]
        size = max(abs(evidence["mean"]), deviation)
        if not deviation or (size <= self.greatest and deviation >= self.least):
            return None
        mean, scale = _short(evidence["mean"]), _short(1 / deviation)
        cause = f"The answers run from {evidence['low']:.3g} to {evidence['high']:.3g}; "
        if size > self.greatest:
            cause += "a new network answers about 0."
        else:
            cause += "a new network's differ by far more, and so does what a step of training moves them."
        edits = (Edit("targets.shift", 0.0, mean), Edit("targets.scale", 1.0, scale))
        fix = Fix("bring the labels to mean 0 and deviation 1", edits, safety="changes_meaning")
        severity = 0.72 if size > self.far or deviation < self.near else 0.2
        return Finding(self.name, self.fault, severity, cause, evidence, fix)

    def say(self, evidence: Evidence) -> str:
        """The range and spread."""
        low, high = evidence["low"], evidence["high"]
        return f"from {low:.3g} to {high:.3g}, mean {evidence['mean']:.3g}, deviation {evidence['deviation']:.3g}"


def _short(number: float) -> float:
    """Four significant digits: a person will read it in their program."""
    return float(f"{number:.4g}")
