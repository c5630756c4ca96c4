"""Is the learning rate in the range where the optimiser works?"""

import copy
import math
from typing import Any

import keras

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

    What it sees: the optimiser's rate, of a schedule the one halfway, beside the range that is usual for that
    optimiser; and whether the loss rises.

    Why the network stops learning: too high a rate jumps over every valley, kills units or makes the loss infinite;
    too low a rate does not get anywhere in the given time.

    When it is wrong: very large batches, very small networks and fine-tuning use unusual rates on purpose. So it is
    reported only when the usual rate is shown to help.

    Fix and its safety: safe. Keras' own default for the optimiser; a tenth of a usual rate with which the loss rises.

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
        """The rate and its usual range, and how the losses went."""
        optimizer = case.spec.optimizer
        setting = optimizer["config"].get("learning_rate")
        steps = -(-case.samples // case.spec.batch_size) * case.spec.epochs
        rate = setting if isinstance(setting, int | float) else _middle(setting, steps)
        if rate is None:
            return None
        least, usual, greatest = usual_rates(optimizer["class_name"])
        return {
            "optimizer": optimizer["class_name"],
            "setting": setting,
            "rate": rate,
            "least": least,
            "usual": usual,
            "greatest": greatest,
            "rises": _rises(case.losses),
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding outside the usual range, and inside it when the loss rises."""
        rate, least, greatest = evidence["rate"], evidence["least"], evidence["greatest"]
        if least <= rate <= greatest and not evidence["rises"]:
            return None
        if least <= rate <= greatest:
            new, severity = float(f"{rate / 10:.3g}"), 0.45
            cause = f"The loss rises: steps with a learning rate of {rate:g} are too large here."
        else:
            new, severity = evidence["usual"], 0.7
            word = "high" if rate > greatest else "low"
            cause = f"A learning rate of {rate:g} is very {word} for {evidence['optimizer']}."
            if isinstance(evidence["setting"], dict):
                cause = f"Halfway through the training the learning rate is {rate:.3g}, very {word} for an optimizer."
        fix = Fix(f"use the rate {new:g}", (Edit("optimizer.learning_rate", evidence["setting"], new),))
        return Finding(self.name, self.fault, severity, cause, evidence, fix)

    def say(self, evidence: Evidence) -> str:
        """The rate beside the usual one."""
        return f"{evidence['rate']:g} for {evidence['optimizer']}; usual is {evidence['usual']:g}"


def usual_rates(optimizer: str) -> tuple[float, float, float]:
    """The least, the usual and the greatest rate that the optimiser of this name is used with."""
    return _RATES.get(optimizer, _ADAPTIVE)


def _middle(schedule: Any, steps: int) -> float | None:
    """The rate that a schedule of Keras' own has come to halfway; None for others."""
    try:
        return float(keras.optimizers.schedules.deserialize(copy.deepcopy(schedule))(steps // 2))
    except (TypeError, ValueError):  # a schedule of the user's own
        return None


def _rises(losses: tuple[float, ...]) -> bool:
    """Whether the loss became infinite or ends well above the first epoch's."""
    return bool(losses) and (not math.isfinite(losses[-1]) or losses[-1] > 1.5 * losses[0] > 0)
