"""Does a softmax sit in the middle of the network?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit


class HiddenSoftmax(Check):
    """A softmax before the last activation, where layers go on computing with what it gives.

    What it sees: the layers before the last activation whose activation is a softmax.

    Why the network stops learning: a softmax makes its units share a single 1: one can only rise when the others fall,
    with a hundred units each is about a hundredth, and what the input's size says is lost.

    When it is wrong: in attention the softmax gives weights, and those do have to share a 1.

    Fix and its safety: safe. `relu` in its place, kept only where the network then learns better.

    Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 6.2.2.3.
    """

    name = "hidden_softmax"
    fault = "hidden_activation"
    sick = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(32, activation="softmax"),
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
        layers.Dense(32, activation="relu"),
        layers.Dense(2, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=3)
"""

    def measure(self, case: Case) -> Evidence | None:
        """The hidden layers with a softmax."""
        head = case.head_activation
        if head is None:
            return None
        places = [
            (place, layer["config"]["name"])
            for place, layer in enumerate(case.spec.layers())
            if place < head[0] and layer["config"].get("activation") == "softmax" and place != case.head
        ]
        return {"places": [place for place, _ in places], "layers": [name for _, name in places]}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when there is such a layer."""
        if not evidence["places"]:
            return None
        names = ", ".join(evidence["layers"])
        cause = f"The softmax of {names} makes its units share a single 1, and the layers behind work with that."
        edits = tuple(Edit(f"layers[{place}].activation", "softmax", "relu") for place in evidence["places"])
        return Finding(self.name, self.fault, 0.6, cause, evidence, Fix("use relu there", edits), evidence["layers"][0])

    def say(self, evidence: Evidence) -> str:
        """The layers."""
        return f"hidden layers with a softmax: {', '.join(evidence['layers']) or 'none'}"
