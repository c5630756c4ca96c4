"""Are there classes that the training data hardly has?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit


class RareClasses(Check):
    """Some classes are far rarer in the training data than where the network is tested.

    What it sees: how often each class occurs in the training labels and in the validation labels.

    Why the network stops learning: never answering a rare class costs next to nothing in the mean loss over the
    training data. It is asked for as often as the others later.

    When it is wrong: rare classes that are as rare later are no fault. More samples of them are better than weights.

    Fix and its safety: safe. Weigh every class by how often it occurs in validation over how often in training.

    Source: He and Garcia, "Learning from Imbalanced Data", IEEE TKDE 21 (2009).
    """

    name = "rare_classes"
    fault = "class_imbalance"
    # Random splits change the share of a class by a few per cent.
    most_times = 4.0
    # A class of a single sample would be weighed out of all proportion.
    largest_weight = 100.0
    sick = """
y = np.digitize(x[:, 0] + 0.5 * x[:, 1], [0.0]).astype(int)
rare = (y == 0) | (np.arange(400) % 12 == 0)
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x[rare], y[rare], epochs=10, validation_data=(x, y))
"""
    healthy = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x[:300], y[:300], epochs=20, validation_data=(x[300:], y[300:]))
"""

    def measure(self, case: Case) -> Evidence | None:
        """The shares of all classes on both sides."""
        if case.shares is None:
            return None
        train, validation = case.shares
        return {"train": list(train), "validation": list(validation), "binary_low": case.task.low}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when a class of the validation data is several times rarer in the training data."""
        pairs = list(zip(evidence["train"], evidence["validation"], strict=True))
        rare = [i for i, (train, validation) in enumerate(pairs) if 0 < train * self.most_times < validation]
        one_class = max(evidence["validation"]) == 1  # a mistake of the split, which weights do not mend
        if not rare or one_class or evidence["binary_low"] != 0:
            return None
        weights = {
            number: float(f"{min(validation / train, self.largest_weight):.3g}")
            for number, (train, validation) in enumerate(pairs)
            if train and validation
        }
        cause = (
            f"{len(rare)} of {len(pairs)} classes are at least {self.most_times:g} times rarer in the training data"
            f" than in the validation data (class {rare[0]}: {pairs[rare[0]][0]:.2%} against {pairs[rare[0]][1]:.2%})."
        )
        fix = Fix("weigh the classes by how often they are asked for", (Edit("class_weight", None, weights),))
        return Finding(self.name, self.fault, 0.5, cause, evidence, fix)

    def say(self, evidence: Evidence) -> str:
        """The rarest class."""
        rarest = min(range(len(evidence["train"])), key=lambda i: evidence["train"][i])
        share, share_later = evidence["train"][rarest], evidence["validation"][rarest]
        return f"the rarest, {rarest}, is {share:.1%} of the training and {share_later:.1%} of the validation data"
