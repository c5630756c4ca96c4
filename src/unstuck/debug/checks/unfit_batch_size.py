"""Are there enough steps in an epoch, and enough samples in a step?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit


class UnfitBatchSize(Check):
    """The batch is so large that there are hardly any steps, or so small that each step is mostly noise.

    What it sees: the batch size, the samples, and the number of steps of the whole training.

    Why the network stops learning: a network learns a little at each step. With a batch of 10,000 there may be 60
    steps in all; with a batch of one each step follows a single example.

    When it is wrong: small batches are right for small data, large ones with a rate to match. So it is reported only
    when 32 is shown to help.

    Fix and its safety: safe. Keras' default of 32.

    Source: Masters, Luschi, "Revisiting Small Batch Training for Deep Neural Networks" (2018).
    """

    name = "unfit_batch_size"
    fault = "batch_size"
    sick = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=3, batch_size=400)
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
model.fit(x, y, epochs=3, batch_size=16)
"""
    greatest: int = 1024  # samples
    fewest_steps: int = 200  # in the whole training
    usual: int = 32

    def measure(self, case: Case) -> Evidence:
        """Batch size and steps."""
        size = case.spec.batch_size
        return {"batch_size": size, "samples": case.samples, "steps": -(-case.samples // size) * case.spec.epochs}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding for few steps with a large batch, or a batch of fewer than four among many samples."""
        size = evidence["batch_size"]
        few = size > self.usual and (size > self.greatest or evidence["steps"] < self.fewest_steps)
        tiny = size < 4 and evidence["samples"] > 1000
        if not (few or tiny):
            return None
        what = f"only {evidence['steps']} steps in the whole training" if few else "steps that are mostly noise"
        fix = Fix(f"use batches of {self.usual}", (Edit("batch_size", size, self.usual),))
        severity = 0.5 if tiny or size > self.greatest else 0.2
        return Finding(self.name, self.fault, severity, f"A batch of {size} samples means {what}.", evidence, fix)

    def say(self, evidence: Evidence) -> str:
        """Size and steps."""
        return f"{evidence['batch_size']} samples a step, {evidence['steps']} steps in all"
