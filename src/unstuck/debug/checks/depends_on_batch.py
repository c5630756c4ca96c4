"""Does the answer for a sample depend on the others in its batch?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding


class DependsOnBatch(Check):
    """A trained network gives a sample another answer when other samples are asked about with it.

    What it sees: the answers for a few samples, asked about alone and among all others.

    Why the network stops learning: it may learn, but what it says of one sample then rests on which others it is asked
    about with. Alone, a softmax over the samples answers 1 for every class.

    When it is wrong: networks that compare the samples of a batch on purpose.

    Fix and its safety: none of its own. A softmax runs along the last axis (`axis=-1`), a mean of a sample along any
    axis but the first, and batch normalisation is not given `training=True` when the network is used.

    Source: Keras' documentation of `Softmax`; Humbatova, Jahangirova, Tonella, "DeepCrime" (2021).
    """

    name = "depends_on_batch"
    fault = "output_activation"
    sick = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(2), layers.Softmax(axis=0)])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=3)
"""
    healthy = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(2), layers.BatchNormalization(), layers.Softmax()])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=20)
"""
    most: float = 0.05  # of the spread of all answers; in other batches numbers are rounded otherwise

    def measure(self, case: Case) -> Evidence | None:
        """How far the answers for a few samples lie apart, and whether a softmax over the samples is the last layer."""
        if case.apart is None:
            return None
        over_samples = [
            layer["config"]["name"]
            for layer in case.spec.layers()[-1:]
            if layer["class_name"] == "Softmax" and layer["config"].get("axis") == 0
        ]
        return {"apart": case.apart, "layer": over_samples[0] if over_samples else None}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding where they lie apart."""
        if evidence["apart"] <= self.most:
            return None
        cause = f"The answer for a sample depends on which others are asked about with it: {self.say(evidence)}."
        if evidence["layer"]:
            cause += " The softmax runs along the samples (axis=0); let it run along the classes, axis=-1."
            return Finding(self.name, self.fault, 0.95, cause, evidence, layer=evidence["layer"])
        cause += " Look for an axis=0 and for training=True in its layers."
        return Finding(self.name, "architecture", 0.9, cause, evidence)

    def say(self, evidence: Evidence) -> str:
        """How far they lie apart."""
        return f"alone and among others, its answers differ by {evidence['apart']:.2g} times their spread"
