"""Is the network worse than a constant answer?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding
from unstuck.words import percent


class BelowBaseline(Check):
    """The network does no better than answering the same thing to everything.

    What it sees: the score of several seeds beside the score of the best constant answer, chosen on the training set.

    Why the network stops learning: it need not have stopped; but whatever it has learned is worth less than knowing
    which answer is the most frequent. A score of 91 % is bad when 91 % of all answers are "no".

    When it is wrong: when the classes are so unequal that accuracy says nothing; look at precision and recall then.

    Fix and its safety: none of its own. It is a symptom; the causes are found by experiment.

    Source: Karpathy, "A Recipe for Training Neural Networks" (2019): "human baseline … input-independent baseline".
    """

    name = "below_baseline"
    fault = None
    sick = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.SGD(0.0), "mse")
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
        """The mean score and the baseline."""
        return {
            "metric": case.task.metric,
            "answer": case.baseline.answer,
            "baseline_train": case.baseline.train,
            "baseline": case.baseline.validation,
            "scores": list(case.scores),
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when any seed ends at or below the baseline."""
        lost = sum(score <= evidence["baseline"] for score in evidence["scores"])
        if not lost:
            return None
        cause = f"{lost} of {len(evidence['scores'])} seeds do no better than always answering {evidence['answer']}."
        return Finding(self.name, "", lost / len(evidence["scores"]), cause, evidence)

    def say(self, evidence: Evidence) -> str:
        """The baseline in words."""
        if evidence["metric"] == "r2":
            return f"always answering {evidence['answer']}, explains 0 % of the differences between the answers"
        train, validation = percent(evidence["baseline_train"]), percent(evidence["baseline"])
        where = f"{train} of the time on the training set, {validation} on the validation set"
        return f"always answering {evidence['answer']} is right {where}"
