"""Does the loss fit the labels and the outputs?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.debug.head import fitting_head
from unstuck.debug.loss import are_shares, canonical_loss, of_logits, reads_logits
from unstuck.spec import Edit

_BY_HEART = 0.5  # score on 20 examples; a network that works, and is rewarded for it, comes to 1


class UnfitLoss(Check):
    """The loss does not measure what the labels ask for.

    What it sees: the loss, the form of the labels, the number of output units.

    Why the network stops learning: squared error on classes gives almost no slope where the network is confidently
    wrong; a loss made for another form of labels compares the wrong numbers. A function of one's own may have a mistake
    of its own, a wrong sign say; it is suspected where it falls on 20 examples and the network does not learn them.

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
        loss, head = case.spec.loss, fitting_head(case)
        own = getattr(loss, "__name__", "a function") if callable(loss) else None
        name = own or canonical_loss(loss)
        if name is None or head is None:
            return None
        settings = loss.get("config", {}) if isinstance(loss, dict) else {}
        return {
            "loss": loss,
            "canonical": name,
            "own": own is not None,
            "logits": reads_logits(loss),
            "fitting": list(head.losses),
            "reduction": settings.get("reduction"),
            "task": case.task.why,
            "code_gives_logits": case.spec.model is None and not are_shares(case.outputs, name),
            "broken_gradient": case.non_finite is not None and case.non_finite[1].tensor == "gradient",
            "twenty": case.twenty_score,
            "twenty_losses": [case.twenty_losses[0], case.twenty_losses[-1]] if case.twenty_losses else [],
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when the loss is not among the fitting ones."""
        name, fitting = evidence["canonical"], evidence["fitting"]
        if name in fitting and evidence["reduction"] == "sum":
            mean = {**evidence["loss"], "config": {**evidence["loss"]["config"], "reduction": "sum_over_batch_size"}}
            cause = "The loss is summed over the batch, which makes every step as many times larger."
            fix = Fix("take the mean over the batch", (Edit("loss", evidence["loss"], mean),))
            return Finding(self.name, self.fault, 0.4, cause, evidence, fix)
        usual = of_logits(fitting[0]) if evidence["logits"] else fitting[0]
        fix = Fix(f"use the loss {fitting[0]}", (Edit("loss", evidence["loss"], usual),))
        if evidence["own"] and evidence["broken_gradient"]:
            cause = (
                f"The loss {name}, your own, is a number and its gradient is none: a square root, a logarithm or a"
                " division has it where its argument is 0. A small constant in the argument helps as well."
            )
            return Finding(self.name, self.fault, 0.8, cause, evidence, fix)
        if evidence["own"]:
            losses = evidence["twenty_losses"]
            if evidence["twenty"] > _BY_HEART or not losses or not losses[-1] < losses[0]:
                return None
            cause = (
                f"The loss {name}, your own, falls from {losses[0]:.3g} to {losses[-1]:.3g} on 20 examples, of which"
                f" the network still answers {evidence['twenty']:.0%} right: it rewards something else."
            )
            return Finding(self.name, self.fault, 0.5, cause, evidence, fix)
        if name in fitting and of_logits(name) != name and evidence["code_gives_logits"] and not evidence["logits"]:
            cause = f"The outputs are no shares from 0 to 1, which {name} takes: they are logits."
            fix = Fix("say from_logits=True", (Edit("loss", evidence["loss"], of_logits(name)),))
            return Finding(self.name, self.fault, 0.8, cause, evidence, fix)
        if name in fitting:
            return None
        cause = f"The loss is {name}, but the labels are {evidence['task']}: {fitting[0]} is made for that."
        severity = 0.3 if name in ("mean_squared_error", "mean_absolute_error") else 0.75
        needs = ("wrong_output_activation", "wrong_output_units")
        return Finding(self.name, self.fault, severity, cause, evidence, fix, needs=needs)

    def say(self, evidence: Evidence) -> str:
        """The loss beside the labels."""
        return f"{evidence['canonical']}; the labels are {evidence['task']}"
