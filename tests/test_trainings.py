"""Several fits of a script: one training in many calls, folds, two networks, one trained on under another recipe."""

from __future__ import annotations

import numpy as np
import pytest

from unstuck import backend
from unstuck.api import Debugged, Reported, run_tracked
from unstuck.api.trainings import Trainings
from unstuck.patch import Patch
from unstuck.report.report import Report

START = """\
import keras
import numpy as np

rng = np.random.default_rng(0)
y = rng.integers(0, 2, 400)
x = (rng.normal(size=(400, 4)) + 2 * y[:, None]).astype("float32")


def make(rate=0.1, units=3):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(rate), "mse")
    return model


"""
ONE_EPOCH_AT_A_TIME = "model = make()\nfor _ in range(5):\n    model.fit(x, y, verbose=0)\n"
BY_PIECES = """\
model = make()
for _ in range(3):
    for start in (0, 100):
        model.fit(x[start:start + 100], y[start:start + 100], verbose=0)
"""
FOLDS = "for fold in range(3):\n    train = np.arange(400) % 3 != fold\n    make().fit(x[train], y[train], verbose=0)\n"
TWO_NETWORKS = "make().fit(x, y, epochs=2, verbose=0)\nmake(units=5).fit(x, y, verbose=0)\n"
TWO_SCALES = "make().fit(x, y, verbose=0)\nmake().fit(x * 1e-3, y, verbose=0)\n"
TUNED = "model = make()\nmodel.fit(x, y, verbose=0)\nmodel.compile('sgd', 'mse')\nmodel.fit(x, y, verbose=0)\n"
STARTED_AGAIN = """\
model = make()
start = model.get_weights()
for _ in range(2):
    model.set_weights(start)
    model.fit(x, y, epochs=2, verbose=0)
"""


@pytest.mark.parametrize(
    ("program", "fits", "epochs", "samples"),
    [
        (ONE_EPOCH_AT_A_TIME, [(1, 2, 3, 4, 5)], [5], [400]),
        (BY_PIECES, [(1, 2, 3, 4, 5, 6)], [3], [200]),
        (FOLDS, [(1, 2, 3)], [1], [266]),
        (TWO_NETWORKS, [(1,), (2,)], [2, 1], [400, 400]),
        (TWO_SCALES, [(1,), (2,)], [1, 1], [400, 400]),
        (TUNED, [(1,), (2,)], [1, 1], [400, 400]),
        (STARTED_AGAIN, [(1, 2)], [2], [400]),
    ],
    ids=["one epoch at a time", "by pieces", "folds", "two networks", "two scales", "tuned", "started again"],
)
def test_fits_are_the_trainings_that_they_are(program, fits, epochs, samples, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "script.py").write_text(START + program)
    trainings = Trainings()
    with backend.quick_compiling():
        assert run_tracked("script.py", [], trainings.take).crash is None
    wholes = [training.as_one() for training in trainings.found]
    assert [training.fits for training in trainings.found] == fits
    assert [len(whole.epochs) for whole in wholes] == epochs
    assert [whole.spec.epochs for whole in wholes] == epochs
    assert [len(whole.call.x) for whole in wholes] == samples
    assert [training.goes_on for training in trainings.found] == [False, program is TUNED][: len(wholes)]
    if program is not STARTED_AGAIN:
        for array, now in zip(wholes[-1].weights, wholes[-1].model.get_weights(), strict=True):
            np.testing.assert_array_equal(array, now)


def test_of_a_wanted_fit_only_that_one_is_kept(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "script.py").write_text(START + ONE_EPOCH_AT_A_TIME)
    trainings = Trainings(wanted=3)
    with backend.quick_compiling():
        run_tracked("script.py", [], trainings.take)
    assert [(training.fits, training.goes_on) for training in trainings.found] == [((3,), True)]
    assert trainings.fits == 5


HEALTH = [(1, True), (2, False), (3, False)]


def test_the_first_report_in_which_something_was_found_leads():
    reports = [
        Reported(Report({"healthy": healthy, "fit": fit}), Patch(diff=str(fit)), (fit,)) for fit, healthy in HEALTH
    ]
    debugged = Debugged(tuple(reports), fits=3)
    assert debugged.to_json() == {
        "healthy": False,
        "fit": 2,
        "others": [{"healthy": True, "fit": 1}, {"healthy": False, "fit": 3}],
    }
    assert debugged.patch.diff == "2"
