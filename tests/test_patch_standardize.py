"""Standardising each feature by the training set, in the user's source."""

import numpy as np
import pytest

from patching import run
from unstuck.patch import patch, write
from unstuck.spec import Edit

TABLE = """
import keras
import numpy as np
from keras.layers import Dense, Input

x = np.random.normal(size=(100, 3)) * [1, 10, 1000] + [0, 5, -300]
y = (x[:, 0] > 0).astype(int)
"""
MODEL = """
model = keras.Sequential([Input((3,)), Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
"""


def patched(tmp_path, body):
    path = tmp_path / "table.py"
    path.write_text(TABLE + body)
    before = run(path)
    means, deviations = before.x.mean(0), before.x.std(0)
    edits = [
        Edit("inputs.shift", 0.0, tuple(means.tolist())),
        Edit("inputs.scale", 1.0, tuple((1 / deviations).tolist())),
    ]
    made = patch(edits, before.spec, before.sites)
    return path, before, made


@pytest.mark.parametrize(
    "body",
    [
        MODEL + "model.fit(x, y, epochs=2)\n",
        MODEL + "model.fit(x[:80], y[:80], validation_data=(x[80:], y[80:]))\n",
        "x_train, x_val = x[:80], x[80:]\n" + MODEL + "model.fit(x_train, y[:80], validation_data=(x_val, y[80:]))\n",
        "def train(x_train, y_train):\n"
        + "".join(f"    {line}\n" for line in MODEL.strip().splitlines())
        + "    model.fit(x_train, y_train)\n\n\ntrain(x, y)\n",
    ],
)
def test_train_and_validation_get_the_training_sets_numbers(tmp_path, body):
    np.random.seed(0)
    path, before, made = patched(tmp_path, body)
    assert made.instructions == ()
    write(made)
    np.random.seed(0)
    after = run(path)
    # The mean is taken where the array is made, which may be before a validation part is cut off.
    np.testing.assert_allclose(after.x.mean(0), 0, atol=0.3)
    np.testing.assert_allclose(after.x.std(0), 1, atol=0.2)
    if before.validation is not None:
        scale = before.x.std(0) / after.x.std(0)
        shift = before.x.mean(0) - after.x.mean(0) * scale
        np.testing.assert_allclose(after.validation, (before.validation - shift) / scale, atol=1e-6)


def test_an_expression_is_left_to_the_user_in_words(tmp_path):
    path, _, made = patched(tmp_path, MODEL + "model.fit(np.hstack([x[:, :1], x[:, 1:]]), y)\n")
    assert made.diff == ""
    assert len(made.instructions) == 1
    assert "mean(axis=0)" in made.instructions[0]
    assert path.name in made.instructions[0]
