"""Are there as many outputs as the labels ask for?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.debug.head import fitting_head
from unstuck.spec import Edit
from unstuck.words import counted


class WrongOutputUnits(Check):
    """The last layer has not as many units as there are answers.

    What it sees: the units of the last layer beside the classes or columns of the labels.

    Why the network stops learning: one unit can say yes or no; it cannot say which of ten. An answer that has no unit
    is never given.

    When it is wrong: where whole numbers are amounts and not classes, one unit is right.

    Fix and its safety: safe. One unit for yes or no, else one for each class or column.

    Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 6.2.2.
    """

    name = "wrong_output_units"
    fault = "output_units"
    sick = """
y = np.digitize(x.sum(axis=1), [-2, 0, 2])
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "mse")
model.fit(x, y, epochs=3)
"""
    healthy = """
y = np.digitize(x.sum(axis=1), [-2, 0, 2])
model = keras.Sequential([layers.Input((8,)), layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=3)
"""

    def measure(self, case: Case) -> Evidence | None:
        """The units and how many are needed."""
        head = fitting_head(case)
        if head is None or case.head is None or case.answers_otherwise:
            return None
        config = case.spec.layers()[case.head]["config"]
        return {
            "layer": config["name"],
            "path": case.head_size[0],
            "units": case.head_size[1],
            "needed": head.units,
            "most": head.most_units,
            "task": case.task.why,
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding for too few units, or too many where more do harm."""
        units, needed, most = evidence["units"], evidence["needed"], evidence["most"]
        if units >= needed and (most is None or units <= most):
            return None
        cause = f"The last layer has {counted(units, 'unit')}; the labels are {evidence['task']}, which takes {needed}."
        fix = Fix(f"give the last layer {counted(needed, 'unit')}", (Edit(evidence["path"], units, needed),))
        return Finding(self.name, self.fault, 0.9, cause, evidence, fix, evidence["layer"])

    def say(self, evidence: Evidence) -> str:
        """Units and needed units."""
        return f"{evidence['units']} at the end; {evidence['needed']} needed for {evidence['task']}"
