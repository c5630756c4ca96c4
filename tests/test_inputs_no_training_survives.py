"""Inputs that make every loss NaN: numbers that are none, tokens without a row in the embedding."""

import math
from dataclasses import replace

import keras
import numpy as np
import pytest
from keras import layers

from test_rounds import CASE, SPEC
from unstuck.capture import spec_of
from unstuck.debug.case import Stats
from unstuck.debug.checks.missing_numbers import MissingNumbers
from unstuck.debug.checks.small_vocabulary import SmallVocabulary
from unstuck.debug.data import Data
from unstuck.debug.ill_data import cut_tokens
from unstuck.debug.task import infer_task
from unstuck.debug.trial import OUT_OF_TIME, Budget, Lab
from unstuck.engine import FitCall
from unstuck.spec import Edit

FILL = Edit("missing", None, 0.0)


def finding(check, case):
    return check.judge(check.measure(case))


def test_numbers_about_an_array_leave_out_what_is_none():
    assert Stats.of(np.array([1.0, np.nan, 3.0, np.inf])) == Stats(1.0, 3.0, 2.0, 1.0, True, 0.5, broken=2)


@pytest.mark.parametrize(("training", "validation", "edits"), [(0, 0, None), (2, 0, (FILL,)), (0, 1, (FILL,))])
def test_a_single_missing_number_is_found(training, validation, edits):
    case = replace(
        CASE,
        inputs=replace(CASE.inputs, broken=training),
        validation_inputs=replace(CASE.inputs, broken=validation),
    )
    found = finding(MissingNumbers(), case)
    assert (found and found.fix.edits) == edits
    assert finding(MissingNumbers(), replace(case, spec=SPEC.apply(FILL))) is None


@pytest.mark.parametrize(("greatest", "rows"), [(49, None), (50, 51), (999, 1000)])
def test_every_token_needs_a_row(greatest, rows):
    layer = {"class_name": "Embedding", "config": {"name": "embedding", "input_dim": 50}}
    spec = replace(SPEC, model={"class_name": "Sequential", "config": {"layers": [layer]}})
    tokens = Stats(0.0, 49.0, 5.0, 1.0, True, 0.0)
    case = replace(CASE, spec=spec, inputs=tokens, validation_inputs=replace(tokens, high=float(greatest)))
    found = finding(SmallVocabulary(), case)
    assert (found and found.fix.edits[0].new) == rows


def test_a_trial_that_takes_too_long_is_broken_off_and_may_be_run_again():
    x = np.random.default_rng(0).normal(size=(200, 4)).astype("float32")
    y = (x[:, 0] > 0).astype("float32")
    model = keras.Sequential([keras.Input((4,)), layers.Dense(1, activation="sigmoid")])
    model.compile(keras.optimizers.Adam(0.05), "binary_crossentropy")
    spec = spec_of(model, FitCall(x, y, epochs=10))
    lab = Lab(model, Data(x, y, x, y), infer_task(y), True, 10)
    assert lab.trial(spec, 1, Budget(200, 10), most_seconds=0.0).error == OUT_OF_TIME
    assert lab.trial(spec, 1, Budget(200, 10)).score > 0.9


@pytest.mark.parametrize(("scale", "is_told"), [(0.001, True), (1, False)])
def test_token_numbers_that_an_embedding_would_cut_are_told(scale, is_told):
    tokens = Stats.of(np.random.default_rng(0).integers(0, 1000, (50, 8)) * scale)
    embedding = {"class_name": "Embedding", "config": {"name": "embedding", "input_dim": 1000}}
    spec = replace(SPEC, model={"class_name": "Sequential", "config": {"layers": [embedding]}})
    found = cut_tokens(replace(CASE, spec=spec, inputs=tokens))
    assert (found is not None) is is_told
    if found:
        assert "cuts them to 0 … 0" in found.cause


def test_a_recipe_that_fills_trains_where_the_other_does_not():
    x = np.random.default_rng(0).normal(size=(200, 4)).astype("float32")
    y = (x[:, 0] > 0).astype("float32")
    x[5, 1], x[9, 2] = np.nan, np.inf
    model = keras.Sequential([keras.Input((4,)), layers.Dense(1, activation="sigmoid")])
    model.compile(keras.optimizers.Adam(0.05), "binary_crossentropy")
    spec = spec_of(model, FitCall(x, y, epochs=10))
    lab = Lab(model, Data(x, y, x, y), infer_task(y), True, 10)
    sick, filled = (lab.trial(recipe, 1, Budget(200, 10)) for recipe in (spec, spec.apply(FILL)))
    assert sick.score == 0
    assert math.isnan(sick.losses[0])
    assert filled.score > 0.9
