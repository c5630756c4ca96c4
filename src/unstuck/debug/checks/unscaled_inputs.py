"""Are the inputs in the range that networks are made for?"""

import math
from dataclasses import asdict

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit

# A row of at least so many whole numbers from 0 to 255 is read as a flattened image (8×8), a shorter one as a table's.
_FEWEST_PIXELS = 64


class UnscaledInputs(Check):
    """The inputs are much larger or smaller than the initialisers, rates and activations are made for.

    What it sees: the range and spread of what reaches the first layer with weights, after any rescaling or normalising
    layer.

    Why the network stops learning: initial weights are drawn for inputs of spread about one. Inputs of 0 … 255 make
    weighted sums hundreds of times too large: a sigmoid or softmax saturates at once and has no slope, a linear
    output swings by hundreds at every step.

    When it is wrong: trees do not care; adaptive optimisers with small rates often get by. So it is reported only when
    scaling is shown to help.

    Fix and its safety: safe. Pixels are divided by 255; other numbers are brought to mean 0 and deviation 1. Whatever
    is given to the network later has to be scaled in the same way.

    Source: LeCun, Bottou, Orr, Müller, "Efficient BackProp" (1998), section 4.3.
    """

    name = "unscaled_inputs"
    fault = "input_scaling"
    sick = """
model = keras.Sequential([layers.Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x * 255, y, epochs=3)
"""
    healthy = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Rescaling(1 / 255),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x * 255, y, epochs=3)
"""
    greatest: float = 10.0  # magnitude; standardised data seldom leaves -10 … 10
    greatest_rms: float = 2.0  # root of the mean square; below it only few numbers are large, which may be as it should
    least_deviation: float = 0.01  # below it, all samples look the same to a new network

    def measure(self, case: Case) -> Evidence | None:
        """The range of the inputs, raw and as the first weights see them."""
        if case.seen is None:
            return None
        parts = {"inputs": asdict(case.inputs), "seen": asdict(case.seen), "features": case.features}
        return parts | {"is_copy": case.is_copy}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when what the weights see is too large or varies too little."""
        raw, seen = evidence["inputs"], evidence["seen"]
        size = max(abs(seen["low"]), abs(seen["high"]))
        if size <= self.greatest and seen["deviation"] >= self.least_deviation:
            return None
        cause = f"The inputs run from {raw['low']:.3g} to {raw['high']:.3g}; a network expects numbers around 0 to 1."
        fix = _fix(raw, evidence["features"], evidence["is_copy"])
        few = size > self.greatest and math.hypot(seen["mean"], seen["deviation"]) <= self.greatest_rms
        return Finding(self.name, self.fault, 0.2 if few else 0.85, cause, evidence, fix)

    def say(self, evidence: Evidence) -> str:
        """The range and spread."""
        raw = evidence["inputs"]
        return f"from {raw['low']:.3g} to {raw['high']:.3g}, mean {raw['mean']:.3g}, deviation {raw['deviation']:.3g}"


def _fix(raw: Evidence, features: tuple[tuple[float, ...], tuple[float, ...]] | None, is_copy: bool) -> Fix:
    if _is_pixels(raw) and (features is None or len(features[0]) >= _FEWEST_PIXELS):
        scaling = Edit("inputs.scale", 1.0, 1 / 255)
        if is_copy:
            both = scaling, Edit("targets.scale", 1.0, 1 / 255)
            return Fix("divide the inputs by 255, and the labels, which are the inputs again", both)
        return Fix("divide the inputs by 255", (scaling,))
    if features is None:
        means, scales = _short(raw["mean"]), _short(1 / (raw["deviation"] or 1.0))
        return Fix("bring the inputs to mean 0 and deviation 1", _edits(means, scales))
    # A feature that never changes has deviation 0; the small number keeps it at 0, as in the patched program.
    return Fix(
        "bring each feature to mean 0 and deviation 1",
        _edits(features[0], tuple(1 / (deviation + 1e-7) for deviation in features[1])),
    )


def _edits(shift: float | tuple[float, ...], scale: float | tuple[float, ...]) -> tuple[Edit, ...]:
    return Edit("inputs.shift", 0.0, shift), Edit("inputs.scale", 1.0, scale)


def _is_pixels(raw: Evidence) -> bool:
    return raw["whole"] and raw["low"] >= 0 and 1 < raw["high"] <= 255


def _short(number: float) -> float:
    """Four significant digits: a person will read it in their program."""
    return float(f"{number:.4g}")
