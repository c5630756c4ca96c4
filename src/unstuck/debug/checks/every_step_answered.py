"""Does the network answer at every step of a sequence where one answer is asked?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.debug.network import RECURRENT
from unstuck.spec import Edit

# These work on each step alone, and leave the steps as they are.
_STEP_BY_STEP = {
    *("Dense", "TimeDistributed", "Activation", "Dropout", "SpatialDropout1D", "LeakyReLU", "ReLU", "ELU", "PReLU"),
    *("BatchNormalization", "LayerNormalization", "GaussianNoise", "Softmax", "Masking"),
}


class EveryStepAnswered(Check):
    """The last recurrent layer gives an answer for every step, and a sample has one label.

    What it sees: `return_sequences` of the last recurrent layer, what comes after it, and how many answers a label has.

    Why the network stops learning: the one label is compared with the answers of all steps, by broadcasting. The first
    steps have not seen the sequence yet and can only answer the mean, and the others are pulled to it.

    When it is wrong: where every step has a label of its own; then the labels have an axis for the steps.

    Fix and its safety: safe. `return_sequences=False` for the last recurrent layer.

    Source: Keras' documentation of `LSTM`; keras-team/keras issue 8731.
    """

    name = "every_step_answered"
    fault = "shape_broadcast"
    sick = """
series = np.random.normal(size=(200, 6, 2))
model = keras.Sequential([layers.Input((6, 2)), layers.LSTM(4, return_sequences=True), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(series, series[:, :, :1].sum(1), epochs=1)
"""
    healthy = """
series = np.random.normal(size=(200, 6, 2))
model = keras.Sequential([layers.Input((6, 2)), layers.LSTM(4, return_sequences=True), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(series, series[:, :, :1].cumsum(1), epochs=1)
"""

    def measure(self, case: Case) -> Evidence | None:
        """The last recurrent layer, and how many answers and labels there are; None where its steps are joined."""
        found = list(case.spec.layers())
        places = [place for place, layer in enumerate(found) if layer["class_name"] in RECURRENT]
        if not places or any(layer["class_name"] not in _STEP_BY_STEP for layer in found[places[-1] + 1 :]):
            return None
        config, path = found[places[-1]]["config"], f"layers[{places[-1]}]"
        if "layer" in config:  # inside Bidirectional
            config, path = config["layer"]["config"], f"{path}.layer.config"
        return {
            "layer": found[places[-1]]["config"]["name"],
            "path": f"{path}.return_sequences",
            "sequences": bool(config["return_sequences"]),
            "answers": case.outputs.shape[1],
            "labels": case.label_columns,
            "positions": case.positions,
        }

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding where the answers are several times the labels."""
        answers, labels = evidence["answers"], evidence["labels"]
        if not evidence["sequences"] or evidence["positions"] or answers <= labels or answers % labels:
            return None
        cause = f"{self.say(evidence).capitalize()}: the same label stands against all of them."
        fix = Fix("answer at the last step only", (Edit(evidence["path"], True, False),))
        return Finding(self.name, self.fault, 0.9, cause, evidence, fix, evidence["layer"])

    def say(self, evidence: Evidence) -> str:
        """The numbers of both."""
        return f"{evidence['answers']} answers a sample, for labels of {evidence['labels']}"
