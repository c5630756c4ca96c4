"""Are there units that always give zero?"""

import math

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.debug.inside import greatest
from unstuck.spec import Edit
from unstuck.words import percent


class DeadUnits(Check):
    """Nearly all units of a hidden layer give zero for everything.

    What it sees: the share of units that are zero for every sample of a batch, late in the training, in hidden layers
    with a `relu`.

    Why the network stops learning: where a relu gives zero it has no slope; a unit that gives zero for every sample
    never moves again.

    When it is wrong: some units of a healthy network are zero for a whole batch; here it is nearly all of them.

    Fix and its safety: safe. `leaky_relu`, which has a slope everywhere.

    Source: Lu, Shin, Su, Karniadakis, "Dying ReLU and Initialization: Theory and Numerical Examples" (2020).
    """

    name = "dead_units"
    fault = "hidden_activation"
    sick = """
start = keras.initializers.Constant(-20.0)
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8, activation="relu", bias_initializer=start),
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
        layers.Dense(8, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=20)
"""
    greatest_share: float = 0.9  # of a layer's units, in the median batch of the last third of the training

    def measure(self, case: Case) -> Evidence | None:
        """The share of each hidden layer with a relu."""
        cut = [layer for layer in case.hidden if layer.activation == "relu" and math.isfinite(layer.late_dead)]
        if not cut:
            return None
        dead = [layer for layer in cut if layer.late_dead > self.greatest_share]
        return {
            "shares": {layer.name: layer.late_dead for layer in cut},
            "edits": [[edit.path, edit.old, edit.new] for layer in dead for edit in layer.activated("leaky_relu")],
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when a layer is dead."""
        layer, share = greatest(evidence["shares"])
        if share <= self.greatest_share:
            return None
        cause = f"{percent(share, 0)} of the units of {layer} are zero whatever the input."
        edits = tuple(Edit(*edit) for edit in evidence["edits"])
        fix = Fix("use leaky_relu there", edits) if edits else None
        return Finding(self.name, self.fault, 0.4, cause, evidence, fix, layer)

    def say(self, evidence: Evidence) -> str:
        """The worst layer's share."""
        layer, share = greatest(evidence["shares"])
        return f"{percent(share, 0)} of the units of {layer} give zero for a whole batch"
