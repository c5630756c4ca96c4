"""Do the validation inputs look like the training inputs?"""

import numpy as np

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit

_UNEQUAL = 3  # times the scale of other features
Number = float | tuple[float, ...]
Features = tuple[tuple[float, ...], tuple[float, ...]]


class ValidationDiffers(Check):
    """The validation inputs are scaled otherwise than the training inputs.

    What it sees: mean and deviation of the training and of the validation inputs, and the ends of their ranges.

    Why the network stops learning: it does learn, but is then asked about numbers of a size that it has never seen.
    The training accuracy rises, the validation accuracy stays where guessing is.

    When it is wrong: validation data from another source may differ in earnest. So it is reported only where the
    score rises when the validation inputs are brought to the training inputs' scale.

    Fix and its safety: safe. Do to the validation and test inputs what is done to the training inputs.

    Source: Zinkevich, "Rules of Machine Learning" (2023), on training-serving skew.
    """

    name = "validation_differs"
    fault = "train_validation_mismatch"
    # The deviations of two halves of one data set differ by a few per cent; a forgotten division by 255 by 255 times.
    most_times = 3.0
    most_apart = 0.1  # of the ends of two ranges, by the range of the training inputs
    # What pictures are brought to: both ends occur in any set of them. Elsewhere the ends are a matter of chance.
    scales = ((0.0, 255.0), (0.0, 1.0), (-1.0, 1.0))
    sick = """
x_test, y_test = x[:100] * 255, y[:100]
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(16, activation="tanh"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x[100:], y[100:], epochs=20, validation_data=(x_test + 100, y_test))
"""
    healthy = """
x_test, y_test = x[:100], y[:100]
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x[100:], y[100:], epochs=20, validation_data=(x_test, y_test))
"""

    def measure(self, case: Case) -> Evidence | None:
        """Mean and deviation of both."""
        train, validation = case.inputs, case.validation_inputs
        if case.seen is None or validation is None or not train.deviation or not validation.deviation:
            return None
        return {
            "train_mean": train.mean,
            "train_deviation": train.deviation,
            "validation_mean": validation.mean,
            "validation_deviation": validation.deviation,
            "features": [case.features, case.validation_features] if case.features else None,
            "ends": [[train.low, train.high], [validation.low, validation.high]],
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when one deviation is several times the other, or the ends are a picture's and differ."""
        times = evidence["validation_deviation"] / evidence["train_deviation"]
        if 1 / self.most_times <= times <= self.most_times:
            return self._of_ends(*evidence["ends"])
        plain = 1 / times
        scale: Number = plain
        shift: Number = evidence["validation_mean"] - evidence["train_mean"] / plain
        of_each = _of_each_feature(*evidence["features"]) if evidence["features"] else None
        if min(abs(plain * 255 - 1), abs(plain / 255 - 1)) < 0.1:  # bytes on one side, 0 … 1 on the other
            shift, scale = 0.0, 1 / 255 if plain < 1 else 255.0
        elif of_each:
            shift, scale = of_each
        cause = (
            f"The validation inputs vary by {evidence['validation_deviation']:.3g}, the training inputs by"
            f" {evidence['train_deviation']:.3g}: they are scaled differently."
        )
        return self._finding(cause, evidence, shift, scale)

    def _of_ends(self, train: list[float], validation: list[float]) -> Finding | None:
        (low, high), (other_low, other_high) = train, validation
        alike = max(abs(low - other_low), abs(high - other_high)) <= self.most_apart * (high - low)
        if alike or not any(np.allclose(validation, scale, atol=0.01 * scale[1]) for scale in self.scales):
            return None
        scale = (high - low) / (other_high - other_low)
        cause = (
            f"The validation inputs run from {other_low:.3g} to {other_high:.3g}, the training inputs from {low:.3g} to"
            f" {high:.3g}: they are scaled differently."
        )
        return self._finding(cause, {"ends": [train, validation]}, other_low - low / scale, scale)

    def _finding(self, cause: str, evidence: Evidence, shift: Number, scale: Number) -> Finding:
        edits = (Edit("validation_inputs.shift", 0.0, shift), Edit("validation_inputs.scale", 1.0, scale))
        fix = Fix("scale the validation inputs as the training inputs", edits if shift else edits[1:])
        return Finding(self.name, self.fault, 0.9, cause, evidence, fix)

    def say(self, evidence: Evidence) -> str:
        """Both, side by side."""
        return (
            f"training {evidence['train_mean']:.3g} ± {evidence['train_deviation']:.3g}, validation"
            f" {evidence['validation_mean']:.3g} ± {evidence['validation_deviation']:.3g}"
        )


def _of_each_feature(train: Features, validation: Features) -> tuple[Number, Number] | None:
    """The shift and scale of each feature, where one for all is far off; of each: mean, then deviation."""
    (means, deviations), (other_means, other_deviations) = np.array(train), np.array(validation)
    varied = (deviations > 0) & (other_deviations > 0)
    scales = np.where(varied, deviations, 1.0) / np.where(varied, other_deviations, 1.0)
    if not varied.any():
        return None
    least, greatest = np.quantile(scales[varied], (0.1, 0.9))  # rare features have chance deviations
    if greatest < _UNEQUAL * least:
        return None
    return tuple((other_means - means / scales).tolist()), tuple(scales.tolist())
