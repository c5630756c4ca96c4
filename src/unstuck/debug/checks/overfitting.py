"""Does the network go on learning what does not hold for new samples?"""

from collections.abc import Sequence

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding


class Overfitting(Check):
    """The validation loss rises while the training loss falls.

    What it sees: the loss on the validation data after each epoch of the user's own run.

    Why the network stops learning: it has learned what the samples have in common and goes on with what sets each one
    apart. That does not hold for new samples, and the surer it is of it the more its errors cost.

    When it is wrong: the accuracy may still rise while the loss does, since a few sure errors cost more than many right
    answers gain. So it is advice and no cause.

    Fix and its safety: none of its own. Stop at the best epoch (`keras.callbacks.EarlyStopping` with
    `restore_best_weights=True`), give it more samples or changed copies of them, dropout, or fewer units.

    Source: Prechelt, "Early Stopping - But When?" (1998).
    """

    name = "overfitting"
    fault = None
    # The loss of a few hundred samples goes up and down by some per cent from epoch to epoch.
    most_times = 1.3
    sick = """
y = (x.sum(axis=1) + 3 * np.random.normal(size=400) > 0).astype(int)
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(64, activation="relu"),
        layers.Dense(64, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy")
model.fit(x, y, epochs=40, validation_split=0.5)
"""
    healthy = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=40, validation_split=0.5)
"""

    def measure(self, case: Case) -> Evidence | None:
        """The least and the last validation loss."""
        losses = case.validation_losses
        if len(losses) < 3 or len(case.losses) != len(losses):
            return None
        best = best_epoch(losses)
        return {
            "best_epoch": best,
            "epochs": len(losses),
            "least": losses[best - 1],
            "last": losses[-1],
            "training_falls": case.losses[-1] < case.losses[best - 1],
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when the last is well above the least, and the training loss fell since."""
        if not evidence["training_falls"] or not evidence["last"] > self.most_times * evidence["least"] > 0:
            return None
        return Finding(self.name, "", 1 - evidence["least"] / evidence["last"], self.say(evidence), evidence)

    def say(self, evidence: Evidence) -> str:
        """The epoch of the least validation loss, and the end."""
        return (
            f"the validation loss is least in epoch {evidence['best_epoch']} of {evidence['epochs']},"
            f" {evidence['least']:.4g}; {evidence['last']:.4g} at the end"
        )


def best_epoch(losses: Sequence[float]) -> int:
    """The epoch of the least loss, counted from 1."""
    return 1 + min(range(len(losses)), key=losses.__getitem__)
