"""Have numbers below 0 wrapped around to large ones?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit


class WrappedNumbers(Check):
    """The inputs are differences of unsigned whole numbers, of which those below 0 have wrapped around.

    What it sees: how often each number from 0 to 255 occurs. Small differences occur as often below 0 as above: where 1
    is as frequent as 255, 2 as 254 and so on, each rarer than the one before, 255 stands for -1.

    Why the network stops learning: the smallest differences become the largest numbers. Noise of one step up or down
    is 1 or 255, and the picture is white noise.

    When it is wrong: pictures in which nearly black and nearly white pixels are equally frequent, shade by shade. So it
    is reported only when reading the upper half as negative is shown to help.

    Fix and its safety: changes_meaning. Make the numbers signed before the difference is taken.

    Source: NumPy's user guide, "Overflow errors"; StackOverflow 45123792.
    """

    name = "wrapped_numbers"
    fault = "input_scaling"
    sick = """
frames = np.random.normal(128, 5, (2, 200, 64)).astype("uint8")
model = keras.Sequential([layers.Input((64,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit((frames[1] - frames[0]) / 255, y[:200], epochs=1)
"""
    healthy = """
frames = np.random.normal(128, 5, (2, 200, 64)).astype("uint8")
model = keras.Sequential([layers.Input((64,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit((frames[1].astype("float32") - frames[0]) / 255, y[:200], epochs=1)
"""

    def measure(self, case: Case) -> Evidence:
        """How many numbers there are before they wrap, in the inputs' unit."""
        return {"wraps": case.wraps, "mended": case.spec.wraps is not None}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding wherever the numbers look wrapped."""
        wraps = evidence["wraps"]
        if wraps is None or evidence["mended"]:
            return None
        unit = wraps / 256
        cause = (
            f"In the inputs {unit:.3g} is as frequent as {255 * unit:.3g}, {2 * unit:.3g} as {254 * unit:.3g} and so"
            " on: they are differences of unsigned whole numbers, where -1 has become 255. Make them signed before you"
            ' subtract: a.astype("float32") - b.'
        )
        fix = Fix("read the upper half of the numbers as negative", (Edit("wraps", None, wraps),), "changes_meaning")
        return Finding(self.name, self.fault, 0.9, cause, evidence, fix)

    def say(self, evidence: Evidence) -> str:
        """Where they wrap."""
        wraps = evidence["wraps"]
        return "nothing looks wrapped" if wraps is None else f"numbers below 0 come again above {wraps / 2:.3g}"
