"""Do the weights start where they can learn?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit

_CONSTANT = {"Zeros", "Ones", "Constant"}
_SPREAD = {"RandomNormal": "stddev", "TruncatedNormal": "stddev", "RandomUniform": "maxval"}


class UnfitInitializer(Check):
    """The weights start all alike, or far too large.

    What it sees: the initialiser of each layer's kernel.

    Why the network stops learning: units that start alike get the same updates and stay alike; a relu
    lets nothing through after zero weights; weights that are too large saturate whatever follows.

    When it is wrong: a single linear layer learns from zeros as well as from anything.

    Fix and its safety: safe. Keras' default, Glorot's uniform initialiser.

    Source: Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010).
    """

    name = "unfit_initializer"
    fault = "weight_init"
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
        layers.Dense(8, activation="relu", kernel_initializer="he_normal"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=3)
"""
    greatest_spread: float = 0.5  # of a random initialiser; Glorot's is below 0.3 for 64 inputs and more

    def measure(self, case: Case) -> Evidence:
        """The layers whose kernel starts constant or too large."""
        suspects = []
        for place, layer in enumerate(case.spec.layers()):
            initializer = layer["config"].get("kernel_initializer")
            if isinstance(initializer, dict) and self._is_unfit(initializer):
                suspects.append({"place": place, "layer": layer["config"]["name"], "initializer": initializer})
        return {"suspects": suspects}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when there is such a layer."""
        suspects = evidence["suspects"]
        if not suspects:
            return None
        names = ", ".join(f"{s['layer']} ({s['initializer']['class_name']})" for s in suspects)
        new = {**suspects[0]["initializer"], "class_name": "GlorotUniform", "config": {"seed": None}}
        edits = tuple(Edit(f"layers[{s['place']}].kernel_initializer", s["initializer"], new) for s in suspects)
        fix = Fix("start from Keras' default weights", edits)
        return Finding(
            self.name, self.fault, 0.7, f"The weights start badly: {names}.", evidence, fix, suspects[0]["layer"]
        )

    def say(self, evidence: Evidence) -> str:
        """The layers."""
        return f"layers that start badly: {', '.join(s['layer'] for s in evidence['suspects']) or 'none'}"

    def _is_unfit(self, initializer: Evidence) -> bool:
        kind, config = initializer["class_name"], initializer["config"]
        if kind in _CONSTANT:
            return True
        return kind in _SPREAD and abs(config.get(_SPREAD[kind]) or 0.0) > self.greatest_spread
