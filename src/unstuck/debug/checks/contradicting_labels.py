"""Does the same sample have several labels?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding


class ContradictingLabels(Check):
    """The same sample stands in the training data several times, with different labels.

    What it sees: the share of the training samples that occur, number for number, with another label too. Where a
    sample is fewer than 30 numbers it sees nothing: rows of few numbers are alike by chance.

    Why the network stops learning: no answer is right for both. It learns the more frequent one, or neither.

    When it is wrong: where one picture does show several things; then each class takes a yes or no of its own.

    Fix and its safety: none of its own. Look where samples are joined with their labels, and which label is meant
    (`unstuck look` lists such samples).

    Source: Northcutt, Athalye, Mueller, "Pervasive Label Errors in Test Sets" (2021).
    """

    name = "contradicting_labels"
    fault = "label_noise"
    most = 0.05
    sick = """
pictures = np.random.normal(size=(200, 6, 6)).repeat(2, axis=0)
kinds = np.arange(400) % 2
model = keras.Sequential([layers.Input((6, 6)), layers.Flatten(), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(pictures, kinds, epochs=3)
"""
    healthy = """
pictures = np.random.normal(size=(200, 6, 6)).repeat(2, axis=0)
kinds = (pictures.mean((1, 2)) > 0).astype(int)
model = keras.Sequential([layers.Input((6, 6)), layers.Flatten(), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(pictures, kinds, epochs=3)
"""

    def measure(self, case: Case) -> Evidence | None:
        """The share; None where the inputs are token numbers, as the same words may go on in several ways."""
        return None if case.contradicted is None or case.seen is None else {"contradicted": case.contradicted}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when it is more than a few."""
        if evidence["contradicted"] <= self.most:
            return None
        return Finding(self.name, self.fault, 0.6, f"{self.say(evidence).capitalize()}.", evidence)

    def say(self, evidence: Evidence) -> str:
        """The share in words."""
        return f"{evidence['contradicted']:.0%} of the training samples are there again with another label"
