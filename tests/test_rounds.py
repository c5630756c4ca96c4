"""A network with two faults, of which the second shows when the first is mended."""

import math
from dataclasses import replace

import keras
import numpy as np
import pytest
from keras import layers

from test_debug import BATCH, SCALE, SPEC, Bench, suspect
from unstuck.capture import rebuild, spec_of
from unstuck.debug.case import Case, Stats
from unstuck.debug.checks.unfit_learning_rate import UnfitLearningRate
from unstuck.debug.rounds import search_in_rounds
from unstuck.debug.search import Search
from unstuck.debug.task import Baseline, Task
from unstuck.debug.trial import Budget
from unstuck.engine import FitCall
from unstuck.spec import Edit

NUMBERS = Stats(0.0, 1.0, 0.5, 0.3, False, 0.0)
CASE = Case(
    spec=replace(SPEC, batch_size=32),
    task=Task("binary", 2, False, 0, 1, "two values"),
    baseline=Baseline("0", 0.5, 0.5),
    samples=2000,
    inputs=NUMBERS,
    validation_inputs=None,
    shares=None,
    features=None,
    seen=NUMBERS,
    outputs=np.zeros((4, 1), "float32"),
    labels=np.array([0, 1, 0, 1]),
    label_columns=1,
    scores=(0.2, 0.2, 0.2),
    losses=(1.0, 0.5),
    twenty_score=1.0,
    twenty_steps=1000,
    insides=(),
    non_finite=None,
)


def rounds(formula, suspects_of):
    bench = Bench(formula)
    return search_in_rounds(
        CASE,
        suspects_of(CASE),
        lambda spec: Search(bench, spec, (1, 2, 3), Budget(100, 1), math.inf, lambda text: None),
        suspects_of,
    )


def test_what_shows_only_behind_the_first_mending_is_found():
    def suspects(case):
        return [SCALE] if case.spec.inputs.scale == 1.0 else [BATCH]

    found = rounds(
        lambda s: (0.95 if s.batch_size == 64 else 0.6) if s.inputs.scale == 0.5 else 0.2,
        suspects,
    )
    assert [cause.check for cause in found.causes] == ["inputs.scale", "batch_size"]


def test_a_place_changed_twice_is_one_change():
    def tenth(case):
        rate = case.spec.optimizer["config"]["learning_rate"]
        return [suspect("optimizer.learning_rate", rate, rate / 10, 0.5)]

    found = rounds(lambda s: {0.1: 0.2, 0.01: 0.6}.get(s.optimizer["config"]["learning_rate"], 0.98), tenth)
    assert [cause.fix.edits for cause in found.causes] == [(Edit("optimizer.learning_rate", 0.1, 0.001),)]


def test_a_network_that_does_well_is_not_examined_again():
    asked = []

    def suspects(case):
        asked.append(case)
        return [SCALE]

    rounds(lambda s: 0.95 if s.inputs.scale == 0.5 else 0.2, suspects)
    assert len(asked) == 1


def test_a_mended_case_has_the_labels_that_its_recipe_makes():
    asked = []

    def suspects(case):
        asked.append(case)
        return [suspect("targets.scale", 1.0, -3.0, 0.9)] if len(asked) == 1 else []

    rounds(lambda s: 0.6 if s.targets.scale == -3.0 else 0.2, suspects)
    np.testing.assert_array_equal(asked[1].labels, [0, -3, 0, -3])
    assert (asked[1].task.low, asked[1].task.high) == (0, -3)


@pytest.mark.parametrize("functional", [False, True])
def test_a_layer_in_the_middle_can_be_widened(functional):
    parts = [layers.Dense(2), layers.Dense(3), layers.Dense(1)]
    model = keras.Sequential([keras.Input((4,)), *parts])
    if functional:
        model = keras.Model(model.inputs, model.outputs)
    model.compile("adam", "mse")
    spec = spec_of(model, FitCall(np.zeros((8, 4)), np.zeros(8)))
    wider = rebuild(spec.apply(Edit("layers[0].units", 2, 16)), model)
    wider.build((None, 4))
    assert [tuple(weight.shape) for weight in wider.weights][:3] == [(4, 16), (16,), (16, 3)]


@pytest.mark.parametrize(
    ("rate", "losses", "new"),
    [
        (0.1, (1.0, 0.5), 0.001),
        (1e-3, (1.0, 0.5), None),
        (1e-3, (1.0, 2.0), 1e-4),
        (1e-3, (1.0, math.nan), 1e-4),
    ],
)
def test_rates(rate, losses, new):
    spec = replace(SPEC, optimizer={"class_name": "Adam", "config": {"learning_rate": rate}})
    check = UnfitLearningRate()
    finding = check.judge(check.measure(replace(CASE, spec=spec, losses=losses)))
    assert (finding and finding.fix.edits[0].new) == new


def test_a_schedule_counts_by_what_it_is_halfway():
    def judged(decay_steps):
        schedule = keras.optimizers.schedules.ExponentialDecay(1e-3, decay_steps, 0.5)
        optimizer = keras.optimizers.serialize(keras.optimizers.Adam(schedule))
        spec = replace(SPEC, epochs=10, optimizer={"class_name": "Adam", "config": optimizer["config"]})
        check = UnfitLearningRate()
        return check.judge(check.measure(replace(CASE, spec=spec)))

    assert judged(1).fix.edits[0].new == 1e-3
    assert judged(1000) is None
