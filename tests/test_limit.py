"""A fit that would take hours is cut short, and a trial that runs out of memory is lost alone."""

import os
import sys

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
import pytest
from keras import layers

import unstuck
from unstuck.api import limit
from unstuck.debug.investigate import _trial_budget
from unstuck.debug.trial import Budget, Lab
from unstuck.engine import FitCall
from unstuck.errors import UnstuckError

RNG = np.random.default_rng(0)
X = RNG.normal(size=(5000, 4)).astype("float32")
Y = (X.sum(1) > 0).astype("float32")


def network():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(8, "relu"), layers.Dense(1, "sigmoid")])
    model.compile(keras.optimizers.Adam(0.05), "binary_crossentropy")
    return model


def test_many_short_epochs_stop_when_there_are_enough(monkeypatch):
    monkeypatch.setattr(limit, "LONG_SECONDS", 0.0)
    monkeypatch.setattr(limit, "ENOUGH_SECONDS", 0.0)
    monkeypatch.setattr(limit, "_FIRST_LOOK_SECONDS", 1e9)
    call = FitCall(X, Y, epochs=500, verbose=0)
    history, used, note = limit.fit_within_time(network(), call, lambda epoch: None)
    assert used is call
    assert len(history.history["loss"]) == 1
    assert "it was stopped after 1 of 500 epochs" in note


def test_one_long_epoch_becomes_one_on_a_sample(monkeypatch):
    monkeypatch.setattr(limit, "LONG_SECONDS", 0.0)
    monkeypatch.setattr(limit, "ENOUGH_SECONDS", 1e-9)
    monkeypatch.setattr(limit, "_FIRST_LOOK_SECONDS", 0.0)
    model = network()
    call = FitCall(X, Y, epochs=3, batch_size=1, verbose=0)
    history, used, note = limit.fit_within_time(model, call, lambda epoch: None)
    assert (len(used.x), len(used.y), used.epochs) == (1000, 1000, 1)
    assert len(history.history["loss"]) == 1
    assert int(model.optimizer.iterations) == 1000, "what was begun before the sample left no trace"
    assert "one epoch on 1,000 of its 5,000 samples" in note


def test_an_ordinary_fit_is_left_alone():
    call = FitCall(X, Y, epochs=2, verbose=0)
    history, used, note = limit.fit_within_time(network(), call, lambda epoch: None)
    assert (used, note, len(history.history["loss"])) == (call, "", 2)


def test_a_trial_on_fewer_samples_takes_full_batches():
    budget = _trial_budget(Budget(60_000, 10), cost=1200.0, batch_size=128)  # of which one epoch takes two minutes
    assert budget.epochs == 1
    assert 3000 - 128 < budget.samples <= 3000  # what six seconds of 120 train
    assert budget.samples % 128 == 0


def test_a_recipe_is_not_blamed_for_trials_that_are_cut_short(monkeypatch):
    for name in ("_TRIAL_SECONDS", "_MOST_SECONDS"):
        monkeypatch.setattr(sys.modules[_trial_budget.__module__], name, 1e-9)
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((4,)), layers.Dense(8, "tanh"), layers.Dense(1, "sigmoid")])
    model.compile(keras.optimizers.SGD(0.002), "binary_crossentropy")  # learns in 60 epochs, and hardly in one
    report = unstuck.debug(model, X, np.float32(X.sum(1) > -1), epochs=60, validation_split=0.2, seconds=0.01)
    view = report.to_json()
    assert view["healthy"]
    assert view["before"]["mean"] == view["own_score"] > 0.9
    assert view["proved_at"] == view["own_run"]


def test_a_trial_out_of_memory_is_lost_alone(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    train = Lab._train

    def scarce(self, spec, seed, budget, most_seconds):
        if spec.optimizer["config"]["learning_rate"] < 5:
            raise MemoryError("too large")
        return train(self, spec, seed, budget, most_seconds)

    monkeypatch.setattr(Lab, "_train", scarce)
    model = network()
    model.compile(keras.optimizers.Adam(10.0), "binary_crossentropy")
    report = unstuck.debug(model, X[:300], Y[:300], epochs=3, seconds=5)
    assert not [finding for finding in report.findings if finding["verdict"] == "confirmed"]


def test_no_memory_for_the_recipe_itself_is_told_and_is_no_finding(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def none(self, spec, seed, budget, most_seconds):
        raise MemoryError("too large")

    monkeypatch.setattr(Lab, "_train", none)
    with pytest.raises(UnstuckError, match="MemoryError: too large"):
        unstuck.debug(network(), X[:300], Y[:300], epochs=1)
