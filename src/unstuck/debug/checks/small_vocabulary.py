"""Has the embedding a row for every token?"""

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit


class SmallVocabulary(Check):
    """The inputs hold token numbers for which the embedding has no row.

    What it sees: the embedding's `input_dim` beside the greatest number in the inputs.

    Why the network stops learning: there is no vector for such a token. On JAX it comes out as NaN, and the loss with
    it; on other backends it is an error, or another token's vector.

    When it is wrong: where another layer changes the numbers before the embedding reads them.

    Fix and its safety: safe. One row more than the greatest number, as they count from 0.

    Source: Keras' documentation of `Embedding`: "input_dim: size of the vocabulary, i.e. maximum integer index + 1".
    """

    name = "small_vocabulary"
    fault = "architecture"
    sick = """
words = np.random.randint(0, 50, (400, 8))
model = keras.Sequential(
    [
        layers.Embedding(20, 4),
        layers.Flatten(),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(words, y, epochs=3)
"""
    healthy = """
words = np.random.randint(0, 50, (400, 8))
model = keras.Sequential(
    [
        layers.Embedding(50, 4),
        layers.Flatten(),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(words, y, epochs=3)
"""

    def measure(self, case: Case) -> Evidence | None:
        """Rows and the greatest number; None where the network does not begin with an embedding."""
        layers = case.spec.layers()
        if not layers or layers[0]["class_name"] != "Embedding" or not case.inputs.whole:
            return None
        greatest = max(part.high for part in (case.inputs, case.validation_inputs) if part is not None)
        config = layers[0]["config"]
        return {"layer": config["name"], "rows": config["input_dim"], "greatest": int(greatest)}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when the greatest number has no row."""
        rows, needed = evidence["rows"], evidence["greatest"] + 1
        if needed <= rows:
            return None
        cause = f"The embedding has {rows} rows, but the inputs hold token numbers up to {needed - 1}."
        fix = Fix(f"give the embedding {needed} rows", (Edit("layers[0].input_dim", rows, needed),))
        return Finding(self.name, self.fault, 0.97, cause, evidence, fix, evidence["layer"])

    def say(self, evidence: Evidence) -> str:
        """Rows and the greatest number."""
        return f"{evidence['rows']} rows for token numbers up to {evidence['greatest']}"
