"""Are there layers on layers with nothing but sums between them?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit

_SUMS = {"Dense", "Conv1D", "Conv2D", "Conv3D", "SeparableConv2D", "Conv2DTranspose"}
_HARMLESS = {
    "Dropout",
    "Flatten",
    "Reshape",
    "InputLayer",
    "AveragePooling2D",
    "GlobalAveragePooling2D",
    "ZeroPadding2D",
}


class LinearStack(Check):
    """Hidden layers without an activation: together they are one layer.

    What it sees: layers of weighted sums that are followed, through nothing that bends, by the next such layer.

    Why the network stops learning: a weighted sum of weighted sums is one weighted sum; depth buys nothing.

    When it is wrong: a bottleneck (a linear layer that only shrinks) is sometimes meant.

    Fix and its safety: safe. `relu` on the hidden layers.

    Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 6.1.
    """

    name = "linear_stack"
    fault = "hidden_activation"
    sick = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8),
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
        """The hidden layers that are followed by another sum without a bend."""
        linear, waiting = [], None
        for place, layer in enumerate(case.spec.layers()):
            if case.feeding is not None and place not in case.feeding:  # of another output
                continue
            kind, config = layer["class_name"], layer["config"]
            if kind in _SUMS:
                if waiting is not None:
                    linear.append(waiting)
                waiting = (place, config["name"]) if config.get("activation") == "linear" else None
            elif kind not in _HARMLESS:
                waiting = None
        return {"places": [place for place, _ in linear], "layers": [name for _, name in linear]}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when there is such a layer."""
        if not evidence["places"]:
            return None
        names = ", ".join(evidence["layers"])
        cause = f"Nothing bends between {names} and the next layer: together they are a single layer."
        edits = tuple(Edit(f"layers[{place}].activation", "linear", "relu") for place in evidence["places"])
        fix = Fix("give the hidden layers a relu", edits)
        return Finding(self.name, self.fault, 0.6, cause, evidence, fix, evidence["layers"][0])

    def say(self, evidence: Evidence) -> str:
        """The layers."""
        return f"hidden layers without activation: {', '.join(evidence['layers']) or 'none'}"
