"""Do the weights of samples leave a class out, or weigh the common one more?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding


class OddWeights(Check):
    """The user's weights take a class away, or weigh the commonest class more instead of the rare ones.

    What it sees: the mean weight of the samples of each class, from `class_weight` and `sample_weight` together, beside
    how often the class occurs.

    Why the network stops learning: the loss hears of a class as much as its samples weigh. A weight of 0, as 0.3
    becomes in an array of whole numbers, is a class that was never shown.

    When it is wrong: where one kind of mistake costs more than another, weights may be unequal on purpose; so unequal
    ones are told only where rare classes get less.

    Fix and its safety: none of its own. Weigh a class by the samples there are divided by those of the class; make the
    array of weights one of floating-point numbers.

    Source: Keras' documentation of `fit`, `class_weight` and `sample_weight`.
    """

    name = "odd_weights"
    fault = "class_imbalance"
    rare: float = 0.35  # share of a class below which it is rare
    times: float = 2.0  # of the weight of the rarest class
    sick = """
shown = np.ones_like(y)
shown[y == 0] = 0.5
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x, y, sample_weight=shown, epochs=3)
"""
    healthy = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x, y, class_weight={0: 1.0, 1: 1.5}, epochs=20)
"""

    def measure(self, case: Case) -> Evidence | None:
        """Share and mean weight of each class; None where samples are not weighed."""
        if case.weights is None:
            return None
        counts, weights = case.weights
        return {"shares": list(counts), "weights": list(weights)}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding for a class without weight, or a common one that weighs more than a rare one."""
        shares, weights = evidence["shares"], evidence["weights"]
        there = [place for place, share in enumerate(shares) if share > 0]
        common, rarest = max(there, key=lambda place: shares[place]), min(there, key=lambda place: shares[place])
        silent = [place for place in there if weights[place] == 0]
        if silent and len(silent) < len(there):
            names = " and ".join(str(place) for place in silent)
            cause = f"The samples of class {names} weigh nothing: training never hears of them."
            return Finding(self.name, self.fault, 0.95, cause, evidence)
        if shares[rarest] > self.rare or weights[common] < self.times * weights[rarest]:
            return None
        cause = (
            f"Class {common}, {shares[common]:.0%} of the samples, weighs {weights[common]:.3g}, the rare class"
            f" {rarest} only {weights[rarest]:.3g}: that makes it rarer still. They may be the wrong way round."
        )
        return Finding(self.name, self.fault, 0.7, cause, evidence)

    def say(self, evidence: Evidence) -> str:
        """Each class' share and weight."""
        pairs = zip(evidence["shares"], evidence["weights"], strict=True)
        return "; ".join(
            f"class {place}: {share:.0%}, weight {weight:.3g}" for place, (share, weight) in enumerate(pairs)
        )
