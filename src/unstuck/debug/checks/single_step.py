"""Does a recurrent layer get sequences of one step, where the steps before would tell more?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding


class SingleStep(Check):
    """A recurrent layer gets sequences of a single step, and has nothing to remember.

    What it sees: how much of the labels a straight line explains from each sample alone, and from the samples before it
    too, on the last third of the training samples.

    Why the network stops learning: a recurrent layer remembers from step to step of one sample, and forgets between
    samples. With one step in each it is a dense layer, and what the earlier samples tell is lost.

    When it is wrong: where samples do not follow one another in time, the earlier ones tell nothing, and it is silent.

    Fix and its safety: none of its own. Let each sample be a window of several steps, (samples, steps, features), whose
    label belongs to its end: `np.lib.stride_tricks.sliding_window_view` or `keras.utils.timeseries_dataset_from_array`.

    Source: Keras' documentation of `LSTM` and `timeseries_dataset_from_array`.
    """

    name = "single_step"
    fault = "architecture"
    least = 0.2  # of the labels' differences, explained in addition
    sick = """
levels = np.random.random(400)
rising = np.diff(levels) > 0
model = keras.Sequential([layers.Input((1, 1)), layers.LSTM(4), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(levels[1:, None, None], rising, epochs=1)
"""
    healthy = """
levels = np.random.random(400)
model = keras.Sequential([layers.Input((1, 1)), layers.LSTM(4), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(levels[:, None, None], levels > 0.5, epochs=1)
"""

    def measure(self, case: Case) -> Evidence | None:
        """The two shares; None where a sequence has several steps, or none is read."""
        if case.explained_by_steps is None:
            return None
        alone, with_earlier = case.explained_by_steps
        return {"alone": alone, "with_earlier": with_earlier}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding where the samples before explain much more."""
        if evidence["with_earlier"] < evidence["alone"] + self.least:
            return None
        cause = f"{self.say(evidence).capitalize()}. Let each sample be a window of several steps."
        return Finding(self.name, self.fault, 0.6, cause, evidence)

    def say(self, evidence: Evidence) -> str:
        """The shares in words."""
        return (
            f"a sequence has one step, of which a straight line explains {evidence['alone']:.0%} of the labels'"
            f" differences; with the samples before it, {evidence['with_earlier']:.0%}"
        )
