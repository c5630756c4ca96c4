"""Does the loss fit the labels and the outputs?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.debug.head import fitting_head
from unstuck.debug.loss import canonical_loss, reads_logits
from unstuck.spec import Edit


class UnfitLoss(Check):
    """The loss does not measure what the labels ask for.

    What it sees: the loss, the form of the labels, the number of output units.

    Why the network stops learning: squared error on classes gives almost no slope where the network is confidently
    wrong; a loss made for another form of labels compares the wrong numbers.

    When it is wrong: squared error on classes often works, only slower. So it is reported only when another loss is
    shown to help.

    Fix and its safety: safe. Cross-entropy in the form that fits the labels; squared error for amounts.

    Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 6.2.2.
    """

    name = "unfit_loss"
    fault = "loss"
    sick = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "mse")
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

    def measure(self, case: Case) -> Evidence | None:
        """The loss and those that would fit."""
        name, head = canonical_loss(case.spec.loss), fitting_head(case)
        if name is None or head is None:
            return None
        return {
            "loss": case.spec.loss,
            "canonical": name,
            "logits": reads_logits(case.spec.loss),
            "fitting": list(head.losses),
            "reduction": case.spec.loss.get("config", {}).get("reduction")
            if isinstance(case.spec.loss, dict)
            else None,
            "task": case.task.why,
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when the loss is not among the fitting ones."""
        name, fitting = evidence["canonical"], evidence["fitting"]
        if name in fitting and evidence["reduction"] == "sum":
            mean = {**evidence["loss"], "config": {**evidence["loss"]["config"], "reduction": "sum_over_batch_size"}}
            cause = "The loss is summed over the batch, which makes every step as many times larger."
            fix = Fix("take the mean over the batch", (Edit("loss", evidence["loss"], mean),))
            return Finding(self.name, self.fault, 0.4, cause, evidence, fix)
        if name in fitting:
            return None
        cause = f"The loss is {name}, but the labels are {evidence['task']}: {fitting[0]} is made for that."
        severity = 0.3 if name in ("mean_squared_error", "mean_absolute_error") else 0.75
        fix = Fix(f"use the loss {fitting[0]}", (Edit("loss", evidence["loss"], fitting[0]),))
        needs = ("wrong_output_activation", "wrong_output_units")
        return Finding(self.name, self.fault, severity, cause, evidence, fix, needs=needs)

    def say(self, evidence: Evidence) -> str:
        """The loss beside the labels."""
        return f"{evidence['canonical']}; the labels are {evidence['task']}"
