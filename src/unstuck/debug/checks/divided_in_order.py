"""Was sorted data cut into training and validation samples at one place?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit


class DividedInOrder(Check):
    """Most validation samples are of classes that the training data hardly has, or they are all of one class.

    What it sees: how often each class occurs in the training and in the validation labels.

    Why the network stops learning: it does learn, but is then asked about classes that it has never been shown.
    `validation_split` takes the last samples as they stand, before anything is shuffled.

    When it is wrong: where new classes are asked about on purpose. So it is reported as a cause only where the score
    rises when all samples are mixed before they are divided.

    Fix and its safety: safe. Shuffle samples and labels together, then divide them; not where samples are of one
    series in time, of which the later ones must stay apart.

    Source: Keras' documentation of `Model.fit`, on `validation_split`.
    """

    name = "divided_in_order"
    fault = "train_validation_mismatch"
    most_unseen: float = 0.5  # of the validation samples, of classes that the training data never has
    sick = """
order = np.argsort(y)
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x[order], y[order], epochs=3, validation_split=0.2)
"""
    healthy = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=3, validation_split=0.2)
"""

    def measure(self, case: Case) -> Evidence | None:
        """The share of each class; None where there is no validation data, or no classes."""
        if case.shares is None:
            return None
        return {"train": list(case.shares[0]), "validation": list(case.shares[1]), "mixed": case.spec.mixed}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding where validation asks mostly about classes unseen, or about one that is not most of the rest."""
        pairs = list(zip(evidence["train"], evidence["validation"], strict=True))
        unseen = sum(validation for train, validation in pairs if train == 0)
        alone = max((validation, train) for train, validation in pairs)
        if evidence["mixed"] or (unseen <= self.most_unseen and not (alone[0] == 1 and alone[1] < 0.5)):
            return None
        what = f"{unseen:.0%} of the validation samples are of classes that the training data never has"
        if unseen <= self.most_unseen:
            what = f"all validation samples are of one class, which {alone[1]:.0%} of the training samples have"
        cause = f"The data is sorted and cut in order: {what}. Shuffle samples and labels together before that."
        fix = Fix("shuffle samples and labels together before they are divided", (Edit("mixed", False, True),))
        return Finding(self.name, self.fault, 0.95, cause, evidence, fix)

    def say(self, evidence: Evidence) -> str:
        """The most frequent class of both."""
        shares = ((name, max(evidence[name])) for name in ("train", "validation"))
        return "the most frequent class: " + ", ".join(f"{share:.0%} of {name}" for name, share in shares)
