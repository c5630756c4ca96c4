"""Does the network give everything the same answer?"""

import numpy as np

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding
from unstuck.words import percent


class ConstantOutput(Check):
    """Every input gets the same answer.

    What it sees: how much the outputs for different validation samples differ, and which share gets the commonest
    answer.

    Why the network stops learning: outputs that do not depend on the input have no slope to follow: a saturated
    sigmoid, a softmax over one unit, dead units, or weights that have grown beyond measure.

    When it is wrong: at the start of a training, and where nearly all labels are alike.

    Fix and its safety: none of its own.

    Source: measured signatures of planted faults, see the lesson's perceptron with raw pixels and a sigmoid.
    """

    name = "constant_output"
    fault = None
    sick = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8, activation="relu", kernel_initializer="zeros"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=3)
"""
    healthy = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=20)
"""
    least_deviation: float = 1e-4  # of the outputs across samples, in the outputs' own unit

    def measure(self, case: Case) -> Evidence:
        """Deviation across samples and the share of the commonest rounded output."""
        outputs = case.outputs.astype("float64")
        finite = bool(np.isfinite(outputs).all())
        rows, counts = np.unique(np.round(outputs, 3), axis=0, return_counts=True)
        return {
            "finite": finite,
            "deviation": float(outputs.std(0).max()) if finite else 0.0,
            "commonest_share": float(counts.max() / len(outputs)),
            "commonest": [float(value) for value in rows[counts.argmax()]][:10] if finite else [],
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when the outputs do not differ."""
        if evidence["finite"] and evidence["deviation"] >= self.least_deviation:
            return None
        return Finding(self.name, "", 0.9, f"Every input gets the same output, {evidence['commonest']}.", evidence)

    def say(self, evidence: Evidence) -> str:
        """How alike the outputs are."""
        if not evidence["finite"]:
            return "not all of them are numbers"
        return f"{percent(evidence['commonest_share'], 0)} of the samples get the same output (to three decimals)"
