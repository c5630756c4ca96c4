"""Can the network learn 20 examples by heart?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding
from unstuck.words import percent


class CannotOverfit(Check):
    """The network cannot learn 20 examples by heart.

    What it sees: a new network of the same recipe, trained on 20 examples of as many classes as there are, and its
    score on those 20.

    Why the network stops learning: what cannot learn 20 examples by heart is broken, not short of data.

    When it is wrong: heavy dropout, a very small network or a very low rate need more steps; and some broken networks
    pass.

    Fix and its safety: none of its own.

    Source: Karpathy, "A Recipe for Training Neural Networks" (2019): "overfit one batch".
    """

    name = "cannot_overfit"
    fault = None
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
        layers.Dense(8, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=20)
"""
    least_score: float = 0.99

    def measure(self, case: Case) -> Evidence:
        """The score on the 20."""
        return {"score": case.twenty_score, "steps": case.twenty_steps, "metric": case.task.metric}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding below `least_score`."""
        if evidence["score"] >= self.least_score:
            return None
        cause = f"It reaches {percent(evidence['score'], 0)} on 20 examples that it is shown again and again."
        return Finding(self.name, "", 0.8, cause, evidence)

    def say(self, evidence: Evidence) -> str:
        """The score on the 20."""
        ending = "as it should" if evidence["score"] >= self.least_score else "a working network reaches 100 %"
        return f"learned by heart to {percent(evidence['score'], 0)} in {evidence['steps']} steps; {ending}"
