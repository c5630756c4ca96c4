"""Is the learning rate in the range where the optimiser works?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit

# Usual rates by optimiser: (least, usual, greatest). Keras' defaults stand in the middle; the bounds are a factor of
# about 30 around what papers and Keras' own examples use.
_RATES = {
    "SGD": (1e-3, 0.01, 0.5),
    "Adadelta": (0.01, 1.0, 3.0),
    "Adagrad": (1e-3, 0.01, 0.3),
    "Ftrl": (1e-3, 0.01, 0.5),
    "Lion": (1e-6, 1e-4, 3e-3),
}
_ADAPTIVE = (3e-5, 1e-3, 0.03)  # Adam and its relatives


class UnfitLearningRate(Check):
    """The learning rate is far from where this optimiser works.

    What it sees: the optimiser's rate beside the range that is usual for that optimiser.

    Why the network stops learning: too high a rate jumps over every valley, kills units or makes the loss infinite;
    too low a rate does not get anywhere in the given time.

    When it is wrong: very large batches, very small networks and fine-tuning use unusual rates on purpose. So it is
    reported only when the usual rate is shown to help.

    Fix and its safety: safe. Keras' own default for the optimiser.

    Source: Bengio, "Practical Recommendations for Gradient-Based Training of Deep Architectures" (2012), section 3.1.
    """

    name = "unfit_learning_rate"
    fault = "learning_rate"
    sick = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(keras.optimizers.Adam(1.0), "binary_crossentropy")
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
model.compile(keras.optimizers.SGD(0.1), "binary_crossentropy")
model.fit(x, y, epochs=3)
"""

    def measure(self, case: Case) -> Evidence | None:
        """The rate and its usual range; a schedule is left alone."""
        optimizer = case.spec.optimizer
        rate = optimizer["config"].get("learning_rate")
        if not isinstance(rate, int | float):
            return None
        least, usual, greatest = _RATES.get(optimizer["class_name"], _ADAPTIVE)
        return {
            "optimizer": optimizer["class_name"],
            "rate": rate,
            "least": least,
            "usual": usual,
            "greatest": greatest,
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding outside the usual range."""
        rate = evidence["rate"]
        if evidence["least"] <= rate <= evidence["greatest"]:
            return None
        word = "high" if rate > evidence["greatest"] else "low"
        cause = f"A learning rate of {rate:g} is very {word} for {evidence['optimizer']}."
        fix = Fix(f"use the rate {evidence['usual']:g}", (Edit("optimizer.learning_rate", rate, evidence["usual"]),))
        return Finding(self.name, self.fault, 0.7, cause, evidence, fix)

    def say(self, evidence: Evidence) -> str:
        """The rate beside the usual one."""
        return f"{evidence['rate']:g} for {evidence['optimizer']}; usual is {evidence['usual']:g}"
