"""Does the slope still reach the first layers?"""

import math

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.engine.probes import BOUNDS
from unstuck.spec import Edit


class VanishingGradients(Check):
    """The gradient dies away on its way to the first layers.

    What it sees: the norm of the gradient of each layer's weights while the network trains, the first layer's beside
    the last layer's.

    Why the network stops learning: a sigmoid passes on at most a quarter of a slope and a tanh next to its bounds
    hardly any; through many of them nothing is left, and the first layers stay as they were drawn.

    When it is wrong: optimisers that divide by the gradient's own size, as Adam does, move even such layers.

    Fix and its safety: safe. `relu` in the hidden layers that have a bounded activation; nothing where there are none.

    Source: Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010).
    Measured: six sigmoid layers of 512 on MNIST come to a ratio below 0.001, layers of relu to 0.1 and more.
    """

    name = "vanishing_gradients"
    fault = "hidden_activation"
    sick = """
hidden = [layers.Dense(8, activation="sigmoid") for _ in range(10)]
model = keras.Sequential([layers.Input((8,)), *hidden, layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=3)
"""
    healthy = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8, activation="sigmoid"),
        layers.Dense(8, activation="sigmoid"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=20)
"""
    least_ratio: float = 1e-3  # gradient of the first layer over that of the last, each over the layer's own weights

    def measure(self, case: Case) -> Evidence | None:
        """The norms from the first layer to the last and the hidden layers with bounded activations."""
        trained = [i for i in case.insides if i.activation and math.isfinite(i.gradient)]
        if len(trained) < 2 or trained[-1].gradient == 0:
            return None
        bent = [layer for layer in case.hidden if layer.activation in BOUNDS]
        return {
            "layers": [layer.name for layer in trained],
            "gradients": [layer.gradient for layer in trained],
            "ratio": trained[0].gradient / trained[-1].gradient,
            "edits": [[edit.path, edit.old, edit.new] for layer in bent for edit in layer.activated("relu")],
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when hardly anything arrives."""
        if evidence["ratio"] >= self.least_ratio:
            return None
        first, last = evidence["layers"][0], evidence["layers"][-1]
        cause = f"The gradient of {first} is {evidence['ratio']:.1g} of that of {last}: the first layers do not learn."
        edits = tuple(Edit(*edit) for edit in evidence["edits"])
        fix = Fix("give the hidden layers a relu", edits) if edits else None
        return Finding(self.name, self.fault, 0.5, cause, evidence, fix, first)

    def say(self, evidence: Evidence) -> str:
        """First and last layer's gradient."""
        first, last = evidence["gradients"][0], evidence["gradients"][-1]
        return f"gradient norm {first:.2g} in the first layer, {last:.2g} in the last"
