"""Are there weights that training does not touch?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit


class FrozenWeights(Check):
    """Layers that are not trained.

    What it sees: layers with `trainable=False`.

    Why the network stops learning: a layer that starts at random and is never trained is noise in the way.

    When it is wrong: layers with pretrained weights are frozen on purpose. So it is reported only when training them
    from a random start is shown to help.

    Fix and its safety: safe for layers that start at random.

    Source: Keras' guide "Transfer learning & fine-tuning".
    """

    name = "frozen_weights"
    fault = "frozen_weights"
    sick = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8, activation="relu", trainable=False),
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

    def measure(self, case: Case) -> Evidence:
        """The frozen layers with a kernel."""
        frozen = [
            {"place": place, "layer": layer["config"]["name"]}
            for place, layer in enumerate(case.spec.layers())
            if layer["config"].get("trainable") is False and "kernel_initializer" in layer["config"]
        ]
        return {"frozen": frozen}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when a layer with a kernel is frozen."""
        frozen = evidence["frozen"]
        if not frozen:
            return None
        cause = f"{', '.join(f['layer'] for f in frozen)} are never trained (trainable=False)."
        fix = Fix("train all layers", tuple(Edit(f"layers[{f['place']}].trainable", False, True) for f in frozen))
        return Finding(self.name, self.fault, 0.6, cause, evidence, fix, frozen[0]["layer"])

    def say(self, evidence: Evidence) -> str:
        """The layers."""
        return f"frozen: {', '.join(f['layer'] for f in evidence['frozen']) or 'none'}"
