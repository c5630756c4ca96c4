"""Sorted data that was cut in order: mixed in the experiment as it is in the patched program."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import contextlib
import io
import json
import runpy

import jax.numpy as jnp
import numpy as np
import pytest

from patching import changed, run
from test_rounds import SPEC
from unstuck.cli import main
from unstuck.debug.data import Data
from unstuck.debug.mended import mended
from unstuck.patch import patch, write
from unstuck.spec import Edit

MIXED = Edit("mixed", False, True)
HEAD = "import keras\nfrom keras.layers import Dense\n"
DATA = "x = numpy.arange(40.0).reshape(20, 2)\ny = numpy.repeat([0, 1], 10)\n"
MODEL = "model = keras.Sequential([Dense(1)])\nmodel.compile('adam', 'mse')\n"


def test_samples_keep_their_labels_and_none_is_lost():
    x, y = np.arange(50.0)[:, None], np.repeat([0, 1], 25)
    data = Data(*(jnp.asarray(part) for part in (x[:40], y[:40], x[40:], y[40:])))
    other = mended(data, SPEC.apply(MIXED))
    assert (len(other.x), len(other.x_validation)) == (40, 10)
    samples, labels = (
        np.concatenate([getattr(other, name), getattr(other, f"{name}_validation")]) for name in ("x", "y")
    )
    np.testing.assert_array_equal(np.sort(samples[:, 0]), x[:, 0])
    np.testing.assert_array_equal(labels, samples[:, 0] >= 25)
    assert 0 < np.asarray(other.y_validation).mean() < 1


@pytest.mark.parametrize(
    ("head", "added", "imported"),
    [
        ("import numpy\n", "order = numpy.random.default_rng(0).permutation(len(x))", []),
        ("import numpy as np, numpy\n", "order = np.random.default_rng(0).permutation(len(x))", []),
        ("from numpy import random\nimport numpy\n", "order = random.default_rng(0).permutation(len(x))", []),
        (
            "numpy = __import__('numpy')\n",
            "order = random.default_rng(0).permutation(len(x))",
            ["from numpy import asarray", "from numpy import random"],
        ),
        ("import numpy\norder = 'taken'\n", "mixed_order = numpy.random.default_rng(0).permutation(len(x))", []),
    ],
)
def test_the_line_before_fit_draws_the_order(tmp_path, head, added, imported):
    path = tmp_path / "train.py"
    path.write_text(HEAD + head + DATA + MODEL + "model.fit(x, y, validation_split=0.2)\n")
    before = run(path)
    made = patch([MIXED], before.spec, before.sites)
    write(made)
    after = run(path)
    lines = changed(made.diff)[0]
    assert [line for line in lines if "permutation" in line] == [added]
    assert sorted(line for line in lines if "import" in line) == imported
    np.testing.assert_array_equal(np.sort(after.x[:, 0]), before.x[:, 0])
    assert not np.array_equal(after.x, before.x)


def test_what_the_program_divides_itself_is_left_to_the_reader(tmp_path):
    path = tmp_path / "train.py"
    path.write_text(
        HEAD + "import numpy\n" + DATA + MODEL + "model.fit(x[:15], y[:15], validation_data=(x[15:], y[15:]))\n"
    )
    before = run(path)
    made = patch([MIXED], before.spec, before.sites)
    assert not made.diff
    assert "shuffle samples and labels together" in made.instructions[0]


PROGRAM = """\
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
y = np.repeat(np.arange(4), 200)
x = rng.normal(size=(800, 5)).astype("float32")
x[np.arange(800), y] += 3


def main():
    model = keras.Sequential([layers.Dense(16, activation="relu"), layers.Dense(4, activation="softmax")])
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model.fit(x, y, epochs=15, validation_split=0.25, verbose=0)


history = main()
"""


def test_the_patched_program_does_what_was_promised(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "program.py").write_text(PROGRAM)
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["debug", "program.py", "--json", "report.json", "--write"]) == 1
    report = json.loads((tmp_path / "report.json").read_text())
    [finding] = report["findings"]
    assert (finding["fault"], finding["verdict"]) == ("train_validation_mismatch", "confirmed")
    reached = runpy.run_path(str(tmp_path / "program.py"))["history"].history["val_accuracy"][-1]
    assert reached == pytest.approx(report["after"]["mean"], abs=0.08)
    assert reached > 0.8 > report["before"]["high"]
