"""Does a recurrent layer read the padding after the text?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.debug.network import RECURRENT
from unstuck.spec import Edit

_BETWEEN = {"Dropout", "SpatialDropout1D", "GaussianNoise", "LayerNormalization", "BatchNormalization"}


class UnmaskedPadding(Check):
    """Sequences end with padding, which the recurrent layer reads to its end.

    What it sees: the share of zeros at the ends of the sequences, and whether the embedding masks them.

    Why the network stops learning: what the layer gives is what it knows after the last step. After fifty steps of
    padding it has forgotten the text, and the gradient on its way back to the text has vanished.

    When it is wrong: where 0 is a token like others. So it is reported only where masking is shown to help.

    Fix and its safety: safe. `mask_zero=True`; padding in front of the text (`padding="pre"`) helps as much.

    Source: Keras' guide "Understanding masking & padding".
    """

    name = "unmasked_padding"
    fault = "architecture"
    least = 0.3  # of a sequence, on the average
    sick = """
words = np.random.randint(1, 50, (400, 40))
words[:, 8:] = 0
model = keras.Sequential([layers.Embedding(50, 4), layers.LSTM(4), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(words, y, epochs=1)
"""
    healthy = """
words = np.random.randint(1, 50, (400, 40))
words[:, 8:] = 0
embedding = layers.Embedding(50, 4, mask_zero=True)
model = keras.Sequential([embedding, layers.LSTM(4), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(words, y, epochs=1)
"""

    def measure(self, case: Case) -> Evidence | None:
        """The padding's share; None where no recurrent layer reads an embedding of all inputs."""
        layers = [layer for layer in case.spec.layers() if layer["class_name"] not in _BETWEEN]
        if case.padding is None or len(layers) < 2 or case.spec.layers()[0]["class_name"] != "Embedding":
            return None
        if layers[1]["class_name"] not in RECURRENT:
            return None
        config = layers[0]["config"]
        return {"layer": config["name"], "padding": case.padding, "masked": bool(config.get("mask_zero"))}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding where much is padding and is not masked."""
        if evidence["masked"] or evidence["padding"] < self.least:
            return None
        cause = f"On the average {evidence['padding']:.0%} of a sequence is padding behind it, and is read like words."
        fix = Fix("mask the padding", (Edit("layers[0].mask_zero", False, True),))
        return Finding(self.name, self.fault, 0.6, cause, evidence, fix, evidence["layer"])

    def say(self, evidence: Evidence) -> str:
        """The share."""
        return f"{evidence['padding']:.0%} padding behind sequences, {'' if evidence['masked'] else 'not '}masked"
