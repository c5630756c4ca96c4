"""Do the hidden units sit at the ends of their range?"""

import math

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.debug.inside import greatest
from unstuck.spec import Edit
from unstuck.words import percent


class SaturatedUnits(Check):
    """Nearly all outputs of a hidden layer lie at a bound of its activation.

    What it sees: the share of outputs within 1 % of the range from a bound of a sigmoid, tanh or the like, late in the
    training, in hidden layers.

    Why the network stops learning: there the activation is flat; no slope passes.

    When it is wrong: an autoencoder's or a gate's units may be meant to be all or nothing.

    Fix and its safety: safe. `relu`, which is flat on one side only. Often the inputs or the weights are too large, and
    what makes them smaller cures it as well.

    Source: Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010).
    """

    name = "saturated_units"
    fault = "hidden_activation"
    sick = """
start = keras.initializers.RandomNormal(stddev=50.0)
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8, activation="tanh", kernel_initializer=start),
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
        layers.Dense(8, activation="tanh"),
        layers.Dense(8, activation="sigmoid"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=20)
"""
    greatest_share: float = 0.9  # of a layer's outputs, in the median batch of the last third of the training

    def measure(self, case: Case) -> Evidence | None:
        """The share of each hidden layer with a bounded activation."""
        bounded = [layer for layer in case.hidden if math.isfinite(layer.late_saturated)]
        if not bounded:
            return None
        full = [layer for layer in bounded if layer.late_saturated > self.greatest_share]
        return {
            "shares": {layer.name: layer.late_saturated for layer in bounded},
            "edits": [[edit.path, edit.old, edit.new] for layer in full for edit in layer.activated("relu")],
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when a layer is saturated."""
        layer, share = greatest(evidence["shares"])
        if share <= self.greatest_share:
            return None
        cause = f"{percent(share, 0)} of the outputs of {layer} lie at the ends of its activation's range."
        edits = tuple(Edit(*edit) for edit in evidence["edits"])
        fix = Fix("use relu there", edits) if edits else None
        return Finding(self.name, self.fault, 0.4, cause, evidence, fix, layer)

    def say(self, evidence: Evidence) -> str:
        """The worst layer's share."""
        layer, share = greatest(evidence["shares"])
        return f"{percent(share, 0)} of the outputs of {layer} lie at the ends of their range"
