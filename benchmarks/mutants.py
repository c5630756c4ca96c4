"""The debugger on systematic mutants: each operator of DeepCrime on each task that it fits, a change of a good program.

Run: ``python benchmarks/mutants.py [--only PATTERNS] [--limit N] [--out FILE]``. A mutant counts as faulty when it is
killed: worse than the original in every pairing of three seeds each (one in twenty by chance) and by a fiftieth of the
score. The others are harmless: they are not debugged. Results are those of `benchmarks/faults.py`.

Operators' names are those of Humbatova, Jahangirova and Tonella, "DeepCrime: Mutation Testing of Deep Learning Systems
Based on Real Faults" (ISSTA 2021). Left out: RRW and RCW (these programs have no penalty), RCP (no patience), VRM
(without validation data nothing is trained otherwise), WAB (each layer has its bias).
"""

import argparse
import fnmatch
import random
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import faults
from faults import Program

WORSE = 0.02

IMAGES = """\
(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, y, x_test, y_test = x[:8000] / 255.0, y[:8000], x_test[:2000] / 255.0, y_test[:2000]"""
FIVES = IMAGES + "\ny, y_test = (y == 5).astype(int), (y_test == 5).astype(int)"
HOUSES = """\
rng = np.random.default_rng(0)
houses = rng.normal(size=(2500, 8))
prices = houses @ rng.normal(size=8) + 2 * np.maximum(houses[:, 0], houses[:, 1]) + rng.normal(0, 0.2, 2500)
x, y, x_test, y_test = houses[:2000], prices[:2000], houses[2000:], prices[2000:]"""
SERIES = """\
rng = np.random.default_rng(0)
kind = rng.integers(0, 3, 1500)
time = np.arange(24) + rng.uniform(0, 24, (1500, 1))
waves = np.sin(time * np.array([0.3, 0.6, 1.2])[kind][:, None]) + rng.normal(0, 0.3, (1500, 24))
x, y, x_test, y_test = waves[:1200, :, None], kind[:1200], waves[1200:, :, None], kind[1200:]"""
REVIEWS = """\
rng = np.random.default_rng(0)
kind = rng.integers(0, 2, 2500)
words = np.where(rng.random((2500, 20)) < 0.25, 2 * rng.integers(0, 100, (2500, 20)) + kind[:, None], 0)
words = np.where(words == 0, rng.integers(200, 1000, (2500, 20)), words)
x, y, x_test, y_test = words[:2000], kind[:2000], words[2000:], kind[2000:]"""
PROGRAM = """\
import keras
import numpy as np
from keras import layers

{data}

model = keras.Sequential()
model.add(keras.Input(shape={shape}))
{layers}
model.compile(optimizer=keras.optimizers.Adam(learning_rate={rate}), loss="{loss}"{metrics})
model.fit(x, y, batch_size={batch}, epochs={epochs}, validation_data=(x_test, y_test), verbose=2)
"""


@dataclass(frozen=True)
class Task:
    """A good program of a kind."""

    data: str
    shape: str
    layers: tuple[str, ...]
    loss: str
    epochs: int
    batch: int = 32
    rate: str = "0.001"

    @property
    def text(self) -> str:
        """The program."""
        return PROGRAM.format(
            data=self.data,
            shape=self.shape,
            layers="\n".join(f"model.add(layers.{layer})" for layer in self.layers),
            rate=self.rate,
            loss=self.loss,
            metrics="" if self.loss == "mse" else ', metrics=["accuracy"]',
            batch=self.batch,
            epochs=self.epochs,
        )


HIDDEN, TEN = 'Dense({}, activation="relu")', 'Dense(10, activation="softmax")'
ONE, CLASSES = 'Dense(1, activation="sigmoid")', "sparse_categorical_crossentropy"
TASKS = {
    "perceptron": Task(FIVES, "(28, 28)", ("Flatten()", ONE), "binary_crossentropy", 8),
    "softmax": Task(IMAGES, "(28, 28)", ("Flatten()", TEN), CLASSES, 8),
    "mlp": Task(IMAGES, "(28, 28)", ("Flatten()", HIDDEN.format(256), "Dropout(0.2)", TEN), CLASSES, 5),
    "mlp2": Task(
        *(IMAGES, "(28, 28)"),
        ("Flatten()", HIDDEN.format(256), "Dropout(0.2)", HIDDEN.format(256), "Dropout(0.2)", TEN),
        *(CLASSES, 5),
    ),
    "cnn": Task(
        *(IMAGES, "(28, 28, 1)"),
        (
            'Conv2D(16, 3, activation="relu")',
            "MaxPooling2D()",
            'Conv2D(32, 3, activation="relu")',
            *("MaxPooling2D()", "Flatten()", "Dropout(0.2)", TEN),
        ),
        *(CLASSES, 4),
    ),
    "houses": Task(HOUSES, "(8,)", (HIDDEN.format(64), HIDDEN.format(32), "Dense(1)"), "mse", 30),
    "series": Task(SERIES, "(24, 1)", ("LSTM(32)", HIDDEN.format(16), 'Dense(3, activation="softmax")'), CLASSES, 12),
    "reviews": Task(
        REVIEWS, "(20,)", ("Embedding(1000, 16)", "GlobalAveragePooling1D()", HIDDEN.format(16), ONE),
        "binary_crossentropy", 15,
    ),
}  # fmt: skip

LABELS = ("label_noise", "no_signal", "label_encoding")
PACE = ("learning_rate", "optimizer", "epochs", "batch_size")
DATA, ADAM = "^x, y.*", r"Adam\(learning_rate=0\.001"
KERNEL = r"((?:Dense|Conv2D|LSTM)\(.*)\)\)$"  # of a layer with weights, to put an argument behind
HEAD = r'(Dense\((?:1|3|10)), activation="\w+"'
# operator → its faults, what it replaces in the first line that has it, and by what
OPERATORS = {
    "TCL": (
        LABELS,
        DATA,
        r"\g<0>\nwrong = np.random.default_rng(1).random(len(y)) < 0.6\n"
        "y[wrong] = np.random.default_rng(2).permutation(y[wrong])",
    ),
    "TRD": (("architecture", "overfitting", *PACE), DATA, r"\g<0>\nx, y = x[:50], y[:50]"),
    "TUD": (
        ("class_imbalance", "train_validation_mismatch"),
        DATA,
        r"\g<0>\nkeep = (y == 1) | (np.arange(len(y)) % 200 == 0)\nx, y = x[keep], y[keep]",
    ),
    "TAN": (
        ("train_validation_mismatch", "input_scaling"),
        DATA,
        r"\g<0>\nx = x + 3 * x.std() * np.random.default_rng(1).normal(size=x.shape)",
    ),
    "TCO": (
        LABELS,
        DATA,
        r"\g<0>\nones = np.flatnonzero(y == 1)\n"
        "x, y = np.concatenate([x, x[ones]]), np.concatenate([y, 0 * y[ones]])",
    ),
    "HBS": (PACE, r"batch_size=\d+", "batch_size=1024"),
    "HLR": (PACE, r"learning_rate=[\d.]+", "learning_rate=1e-6"),
    "HNE": (PACE, r"epochs=\d+", "epochs=1"),
    "HDB": (PACE, r"batch_size=\d+", "batch_size=len(x)"),
    "ACH softmax": (("hidden_activation",), 'activation="relu"', 'activation="softmax"'),
    "ACH sigmoid": (("hidden_activation",), 'activation="relu"', 'activation="sigmoid"'),
    "ACH head": (("output_activation", "loss"), HEAD, r'\1, activation="relu"'),
    "ARM": (("output_activation", "loss"), HEAD, r"\1"),
    "AAL": (("output_activation",), r"Dense\(1\)", 'Dense(1, activation="sigmoid")'),
    "RAW": (("regularization",), KERNEL, r"\1, kernel_regularizer=keras.regularizers.L2(1.0)))"),
    "RCD": (("regularization",), r"Dropout\(0\.2\)", "Dropout(0.98)"),
    "WCI zeros": (("weight_init",), KERNEL, r'\1, kernel_initializer="zeros"))'),
    "WCI large": (("weight_init",), KERNEL, r"\1, kernel_initializer=keras.initializers.RandomNormal(stddev=10.0)))"),
    "WRB": (("architecture",), KERNEL, r"\1, use_bias=False))"),
    "LCH": (("loss",), r'loss="(?!mse)\w+"', 'loss="mse"'),
    "LCH regression": (("loss",), 'loss="mse"', 'loss="binary_crossentropy"'),
    "OCH": (PACE, ADAM, "Adadelta(learning_rate=0.001"),
    "OCH sgd": (PACE, ADAM, "SGD(learning_rate=0.001"),
    "OCG": (PACE, ADAM, "SGD(learning_rate=0.1, clipnorm=0.001"),
}


def main() -> None:
    """Reads the command line, trains originals and mutants, and debugs those that are killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="*", help="names as shell patterns, with commas between")
    parser.add_argument("--limit", type=int, help="that many, drawn at random")
    parser.add_argument("--seconds", type=float, default=faults.SECONDS, help="for experiments, as of `unstuck debug`")
    parser.add_argument("--out", type=Path, default=Path("runs/mutants"))
    options = parser.parse_args()
    chosen = [each for each in mutants() if any(fnmatch.fnmatch(each.name, one) for one in options.only.split(","))]
    random.Random(0).shuffle(chosen)
    killed = []
    for mutant, measured in faults.each(faults.measure, chosen[: options.limit], 10 * faults.SECONDS):
        scores = tuple([float(score) for score in part.split()] for part in (measured or "0 -> 1").split(" -> "))
        dies = max(scores[0]) < min(scores[1]) and statistics.fmean(scores[1]) - statistics.fmean(scores[0]) > WORSE
        print(f"{mutant.name}: {measured or 'trains too long'}, {'killed' if dies else 'harmless'}", flush=True)
        if dies and measured:
            killed.append(replace(mutant, scores=scores))
    faults.write_results(killed, options.out, options.seconds)


def mutants() -> Iterator[Program]:
    """Each operator on each task that has a line for it."""
    for name, task in TASKS.items():
        lines = task.text.splitlines()
        for operator, (truth, old, new) in OPERATORS.items():
            number = next((i for i, line in enumerate(lines) if re.search(old, line)), None)
            if number is None or (task.loss == "mse" and truth == LABELS) or (operator == "TUD" and task.loss == "mse"):
                continue
            changed = re.sub(old, new, lines[number]).splitlines()
            places = range(number + 1, number + 1 + len(changed))
            fixes = tuple((str(place), line) for place, line in zip(places, [lines[number]] + [""] * 9, strict=False))
            text = "\n".join([*lines[:number], *changed, *lines[number + 1 :]]) + "\n"
            yield Program(f"{name} {operator}", "fault", truth, tuple(places), fixes, False, None, text)


if __name__ == "__main__":
    main()
