"""Is so much dropped that little is left to learn from?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit


class TooMuchDropout(Check):
    """Dropout throws most of the signal away.

    What it sees: the dropout layers' rates, and whether one stands after the last layer.

    Why the network stops learning: at a rate of 0.9 nine of ten units are silent at every step; what is left cannot
    carry the answer. Behind the last layer it is the answers themselves that are dropped.

    When it is wrong: large networks on little data take 0.5 well. So it is reported only when less is shown to help.

    Fix and its safety: safe. A rate of 0.2; 0 after the last layer.

    Source: Srivastava et al., "Dropout" (2014), section 7.3: rates of 0.2 to 0.5 for hidden units.
    """

    name = "too_much_dropout"
    fault = "regularization"
    sick = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8, activation="relu"),
        layers.Dropout(0.9),
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
        layers.Dropout(0.5),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=3)
"""
    greatest_rate: float = 0.5

    def measure(self, case: Case) -> Evidence:
        """The dropout layers above the greatest usual rate, and those after the last layer."""
        last = len(case.spec.layers()) if case.head is None else case.head
        heavy = [
            {"place": place, "layer": layer["config"]["name"], "rate": layer["config"]["rate"], "behind": place > last}
            for place, layer in enumerate(case.spec.layers())
            if "Dropout" in layer["class_name"]
            and (layer["config"]["rate"] > self.greatest_rate or (place > last and layer["config"]["rate"]))
        ]
        return {"heavy": heavy}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when there is such a layer."""
        heavy = evidence["heavy"]
        if not heavy:
            return None
        cause, severity = f"Dropout of {max(h['rate'] for h in heavy):g} silences most of the units at every step.", 0.6
        if any(h["behind"] for h in heavy):
            cause, severity = "The dropout behind the last layer drops the answers themselves.", 0.8
        edits = (Edit(f"layers[{h['place']}].rate", h["rate"], 0.0 if h["behind"] else 0.2) for h in heavy)
        return Finding(
            self.name, self.fault, severity, cause, evidence, Fix("drop less", tuple(edits)), heavy[0]["layer"]
        )

    def say(self, evidence: Evidence) -> str:
        """The rates."""
        rates = ", ".join(str(h["rate"]) for h in evidence["heavy"]) or "none"
        return f"rates above {self.greatest_rate:g}, or behind the last layer: {rates}"
