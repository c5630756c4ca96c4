"""Does the loss still fall?"""

import itertools
import math

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding


class LossNotFalling(Check):
    """The loss ends no lower than it began, or is not a number.

    What it sees: the mean training loss of the first epoch, of the last one, and whether the second half of the
    epochs still goes down.

    Why the network stops learning: a wrong rate, saturated outputs, or a loss that the outputs cannot follow.

    When it is wrong: when a network has been trained before and starts at its end.

    Fix and its safety: none of its own; training longer helps only when the loss is still falling.

    Source: Full Stack Deep Learning, "Troubleshooting Deep Neural Networks" (2019).
    """

    name = "loss_not_falling"
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
    least_fall: float = 0.02  # share of the first epoch's loss; below it the loss counts as flat

    def measure(self, case: Case) -> Evidence | None:
        """The first and last epochs' losses and the fall over the last third."""
        if len(case.losses) < 2:
            return None
        losses = [loss if math.isfinite(loss) else None for loss in case.losses]
        return {"losses": losses, "finite": None not in losses, "still_falling": is_falling(case.losses)}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when the loss is not finite, or has not fallen and is not falling."""
        if not evidence["finite"]:
            return Finding(self.name, "", 1.0, "The loss is no longer a number.", evidence)
        first, last = evidence["losses"][0], evidence["losses"][-1]
        if last < first * (1 - self.least_fall):
            return None
        return Finding(
            self.name, "", 0.8, f"The loss went from {first:.4g} to {last:.4g}: it has not fallen.", evidence
        )

    def say(self, evidence: Evidence) -> str:
        """First and last loss and whether the end still falls."""
        if not evidence["finite"]:
            return "it became infinite or not a number"
        trend = "still falling" if evidence["still_falling"] else "no longer falling"
        return f"loss {evidence['losses'][0]:.4g} in the first epoch, {evidence['losses'][-1]:.4g} in the last; {trend}"


def is_falling(losses: tuple[float, ...]) -> bool:
    """Whether the second half of the epochs mostly goes down and ends lower than the first half ever was."""
    middle = len(losses) // 2
    down = [after < before for before, after in itertools.pairwise(losses[middle - 1 :])]
    return losses[-1] < min(losses[:middle]) and sum(down) >= 0.75 * len(down)
