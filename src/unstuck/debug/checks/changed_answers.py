"""Does a layer after the last activation change the answers?"""

import numpy as np

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding
from unstuck.debug.loss import are_shares, canonical_loss, reads_logits


class ChangedAnswers(Check):
    """A layer after the last activation changes the shares that it gives.

    What it sees: the last activation, the layers after it, and whether the outputs still are shares from 0 to 1.

    Why the network stops learning: a cross-entropy takes shares. It cuts what is below 0 or above 1, and what is cut
    has no slope. A normalisation after a softmax also ties every answer to the other samples of the batch.

    When it is wrong: layers that keep shares what they are, such as a reshape, are not told.

    Fix and its safety: none of its own. Take the layer away, or put it in front of the last layer.

    Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 6.2.2.
    """

    name = "changed_answers"
    fault = "output_activation"
    sick = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(1, activation="sigmoid"),
        layers.BatchNormalization(),
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
        layers.BatchNormalization(),
        layers.Dense(1, activation="sigmoid"),
        layers.Reshape((1,)),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=20)
"""

    def measure(self, case: Case) -> Evidence | None:
        """The activation, what comes after it, and the outputs' range; None where the loss takes no shares."""
        loss, last = case.spec.loss, case.head_activation
        name = canonical_loss(loss)
        if last is None or name is None or not name.endswith("crossentropy") or reads_logits(loss):
            return None
        if last[1] not in ("sigmoid", "softmax") or not np.isfinite(case.outputs).all():
            return None
        behind = [layer["config"].get("name") for layer in case.spec.layers()[last[0] + 1 :]]
        low, high = float(case.outputs.min()), float(case.outputs.max())
        shares = are_shares(case.outputs, name)
        return {"activation": last[1], "behind": behind, "low": low, "high": high, "shares": shares}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding where the answers are no shares any more."""
        if evidence["shares"] or not evidence["behind"]:
            return None
        behind = evidence["behind"]
        cause = f"{', '.join(behind)} behind the {evidence['activation']} changes its shares: {self.say(evidence)}."
        return Finding(self.name, self.fault, 0.8, cause, evidence, layer=behind[0])

    def say(self, evidence: Evidence) -> str:
        """The outputs' range."""
        return f"the answers run from {evidence['low']:.3g} to {evidence['high']:.3g}"
