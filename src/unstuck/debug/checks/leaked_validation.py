"""Are validation samples in the training data?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding


class LeakedValidation(Check):
    """Some validation samples are training samples too.

    What it sees: the share of the validation samples that occur, number for number, in the training data. Where
    training samples repeat one another, as rows of a few whole numbers do, it sees nothing.

    Why the network stops learning: it does not; but what it scores on samples that it was trained on says nothing about
    new ones.

    When it is wrong: when the validation data is meant to be the training data, to see whether a network can learn it.

    Fix and its safety: none of its own. Split before samples are repeated, oversampled or augmented, and look for the
    same sample under two names.

    Source: Kaufman, Rosset, Perlich, "Leakage in Data Mining: Formulation, Detection, and Avoidance" (2011).
    """

    name = "leaked_validation"
    fault = None
    # A few images are there twice in most collections.
    most = 0.05
    sick = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x[:300], y[:300], epochs=3, validation_data=(x[200:], y[200:]))
"""
    healthy = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x[:300], y[:300], epochs=3, validation_data=(x[300:], y[300:]))
"""

    def measure(self, case: Case) -> Evidence | None:
        """The share."""
        return None if case.leaked is None else {"leaked": case.leaked}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when it is more than a few."""
        if evidence["leaked"] <= self.most:
            return None
        return Finding(self.name, "", evidence["leaked"], self.say(evidence), evidence)

    def say(self, evidence: Evidence) -> str:
        """The share in words."""
        return f"{evidence['leaked']:.0%} of the validation samples are in the training data"
