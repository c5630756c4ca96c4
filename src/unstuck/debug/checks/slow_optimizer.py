"""Is the optimiser one that needs more time than it is given?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.checks.loss_not_falling import is_falling
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit

_SLOW = {"SGD", "Adadelta", "Adagrad", "Ftrl"}


class SlowOptimizer(Check):
    """The optimiser moves too slowly to get anywhere in the given time.

    What it sees: an optimiser without momentum or with a rate that shrinks by itself, and a loss that still falls.

    Why the network stops learning: it has not stopped, it has hardly begun.

    When it is wrong: plain gradient descent with enough epochs ends where Adam ends, or better. So it is reported
    only when Adam at its usual rate is shown to do much better in the same time.

    Fix and its safety: safe. Adam with Keras' default rate.

    Source: Kingma, Ba, "Adam: A Method for Stochastic Optimization" (2015).
    """

    name = "slow_optimizer"
    fault = "optimizer"
    sick = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("sgd", "binary_crossentropy")
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
model.compile(keras.optimizers.SGD(0.01, momentum=0.9), "binary_crossentropy")
model.fit(x, y, epochs=3)
"""

    def measure(self, case: Case) -> Evidence | None:
        """The optimiser's name and settings."""
        optimizer = case.spec.optimizer
        return {
            "optimizer": optimizer["class_name"],
            "momentum": optimizer["config"].get("momentum", 0.0),
            "still_falling": len(case.losses) < 2 or is_falling(case.losses),
            "settings": {"class_name": optimizer["class_name"], **optimizer["config"]},
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A weak finding for the slow ones."""
        if evidence["optimizer"] not in _SLOW or evidence["momentum"] or not evidence["still_falling"]:
            return None
        cause = f"{evidence['optimizer']} without momentum gets only a little way in the given time."
        new = {"class_name": "Adam", "learning_rate": 0.001}
        fix = Fix("use Adam", (Edit("optimizer", evidence["settings"], new),))
        return Finding(self.name, self.fault, 0.2, cause, evidence, fix)

    def say(self, evidence: Evidence) -> str:
        """The optimiser's name."""
        return evidence["optimizer"]
