"""Are all inputs numbers?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit


class MissingNumbers(Check):
    """Some inputs are NaN or infinite.

    What it sees: how many numbers in the training and validation inputs are not finite.

    Why the network stops learning: whatever is computed from NaN is NaN. One such number makes the loss, then all
    weights and all answers NaN.

    When it is wrong: a `Masking` layer or a layer of one's own may take them out.

    Fix and its safety: safe. 0 in their place, which is the mean where the inputs are standardised. Better is to know
    why they are missing: a division by zero, the logarithm of zero, empty cells of a table.

    Source: Little, Rubin, "Statistical Analysis with Missing Data" (2019), chapter 4.
    """

    name = "missing_numbers"
    fault = "non_finite"
    sick = """
x[3, 2] = np.nan
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=3)
"""
    healthy = """
x[3, 2] = 0
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=3)
"""

    def measure(self, case: Case) -> Evidence:
        """How many there are."""
        validation = case.validation_inputs.broken if case.validation_inputs else 0
        return {"training": case.inputs.broken, "validation": validation, "missing": case.spec.missing}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding for a single one."""
        training, validation = evidence["training"], evidence["validation"]
        if not training + validation or evidence["missing"] is not None:
            return None
        cause = f"{training:,} numbers in the training and {validation:,} in the validation inputs are NaN or infinite."
        fix = Fix("put 0 in the place of what is no number", (Edit("missing", None, 0.0),))
        return Finding(self.name, self.fault, 0.98, cause, evidence, fix)

    def say(self, evidence: Evidence) -> str:
        """How many there are."""
        return f"{evidence['training']:,} in training, {evidence['validation']:,} in validation are NaN or infinite"
