"""The debugger's parts: reading the task, comparing trials, finding the smallest cure."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unstuck.cli import main
from unstuck.debug.check import PREAMBLE
from unstuck.debug.checks.constant_output import ConstantOutput
from unstuck.debug.checks.loss_not_falling import is_falling
from unstuck.debug.checks.unfit_loss import UnfitLoss
from unstuck.debug.compare import is_as_good, is_cure, is_reliable, paired_difference
from unstuck.debug.finding import Finding, Fix
from unstuck.debug.loss import canonical_loss, reads_logits
from unstuck.debug.minimize import ddmin
from unstuck.debug.prove import prove
from unstuck.debug.search import Found, Search
from unstuck.debug.task import baseline, class_ids, infer_task, score
from unstuck.debug.trial import OUT_OF_TIME, Budget, Trial, varied
from unstuck.spec import Edit, Spec


def trials(*scores):
    return [Trial(seed, value, (), 0.0) for seed, value in enumerate(scores)]


@pytest.mark.parametrize(
    ("labels", "kind", "classes"),
    [
        (np.array([True, False, True]), "binary", 2),
        (np.array([[0], [1], [1]]), "binary", 2),
        (np.array([-1.0, 1.0, 1.0]), "binary", 2),
        (np.arange(60) % 3, "multiclass", 3),
        (np.eye(4)[[0, 1, 2, 3, 3]], "multiclass", 4),
        (np.array([[1, 1, 0], [0, 1, 0], [0, 0, 0]]), "multilabel", 3),
        (np.linspace(0, 3, 50), "regression", 0),
        (np.random.default_rng(0).integers(0, 5000, 100), "regression", 0),
        (np.random.default_rng(0).normal(size=(30, 2)), "regression", 0),
    ],
)
def test_the_task_is_read_from_the_labels(labels, kind, classes):
    task = infer_task(labels)
    assert (task.kind, task.classes) == (kind, classes)


def test_scores_are_those_of_the_definitions():
    y = np.array([0, 1, 1, 0])
    task = infer_task(y)
    assert score(np.array([[0.2], [0.9], [0.4], [0.6]]), y, task) == 0.5
    assert score(np.array([[-2.0], [3.0], [0.4], [-0.1]]), y, task, logits=True) == 1.0
    assert score(np.array([[0.9, 0.1], [0.2, 0.8], [0.1, 0.9], [0.6, 0.4]]), y, task) == 1.0
    assert score(np.array([[math.nan], [1], [1], [0]]), y, task) == 0.0
    signs = np.array([-1.0, 1.0, 1.0])
    assert score(np.array([[-0.2], [0.1], [0.7]]), signs, infer_task(signs)) == 1.0


@given(st.lists(st.floats(-50, 50), min_size=4, max_size=30, unique=True), st.integers(0, 1000))
def test_r2_is_one_minus_unexplained_variance(numbers, seed):
    y = np.array(numbers) + 0.25  # not whole: amounts
    guess = y + np.random.default_rng(seed).normal(size=len(y))
    task = infer_task(y)
    if task.kind != "regression":
        return
    expected = max(0.0, 1 - np.var(guess - y) / np.var(y) - (guess - y).mean() ** 2 / np.var(y))
    assert score(guess[:, None].astype("float64"), y, task) == pytest.approx(expected, abs=1e-6)


@given(st.lists(st.integers(0, 4), min_size=5, max_size=60), st.lists(st.integers(0, 4), min_size=1, max_size=60))
def test_no_constant_answer_beats_the_baseline(train, validation):
    y = np.array([*train, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4])
    task = infer_task(y)
    found = baseline(y, np.array(validation), task)
    ids = class_ids(y, task)
    assert found.train == max((ids == answer).mean() for answer in range(5))
    assert found.validation == (np.array(validation) == int(found.answer)).mean()


@given(st.sets(st.integers(0, 11)), st.integers(1, 12))
def test_ddmin_keeps_just_what_is_needed(needed, size):
    changes = list(range(size))
    needed = {change for change in needed if change < size} or {0}
    assert ddmin(changes, lambda part: needed <= set(part)) == sorted(needed)


@given(st.integers(2, 8), st.randoms())
def test_ddmin_leaves_nothing_that_can_go(size, random):
    """Also where parts work that their supersets do not."""
    table = {}

    def works(part):
        key = frozenset(part)
        return len(key) == size or table.setdefault(key, random.random() < 0.4)

    kept = ddmin(range(size), works)
    assert works(kept)
    assert len(kept) == 1 or not any(works([c for c in kept if c != change]) for change in kept)


def test_a_wandering_network_is_reliably_beaten():
    before, after = trials(0.18, 0.87, 0.63), trials(0.98, 0.979, 0.981)
    assert is_reliable(after, before)
    assert is_cure(after, before)
    assert not is_cure(before, after)


def test_noise_is_no_cure():
    assert not is_cure(trials(0.981, 0.979, 0.982), trials(0.98, 0.981, 0.979))
    assert not is_cure(trials(0.9805, 0.9806, 0.9807), trials(0.98, 0.9801, 0.9802))  # reliable, but not worth a word


def test_paired_interval_is_students():
    difference, half = paired_difference(trials(0.9, 0.8, 0.7), trials(0.6, 0.6, 0.3))
    assert difference == pytest.approx(0.3)
    assert half == pytest.approx(4.303 * 0.1 / math.sqrt(3), rel=1e-3)  # deviation 0.1, t with 2 degrees of freedom


def test_as_good_has_a_limit():
    best = trials(0.98, 0.98, 0.98)
    assert is_as_good(trials(0.978, 0.978, 0.978), best)
    assert not is_as_good(trials(0.95, 0.95, 0.95), best)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("mse", "mean_squared_error"),
        ("MSE", "mean_squared_error"),
        ("mean_squared_error", "mean_squared_error"),
        ({"class_name": "MeanSquaredError", "config": {}}, "mean_squared_error"),
        ({"class_name": "SparseCategoricalCrossentropy", "config": {}}, "sparse_categorical_crossentropy"),
        ({"class_name": "KLDivergence", "config": {}}, "kl_divergence"),
        (print, None),
    ],
)
def test_a_loss_has_one_name(given, name):
    assert canonical_loss(given) == name


def test_logits_are_read_from_the_loss():
    assert reads_logits({"class_name": "BinaryCrossentropy", "config": {"from_logits": True}})
    assert not reads_logits("binary_crossentropy")


def test_a_loss_that_wanders_does_not_fall():
    assert is_falling((1.0, 0.8, 0.7, 0.6, 0.55, 0.5))
    assert not is_falling((385.0, 5.0, 6.0, 7.0, 5.5, 6.5, 6.0, 5.9, 6.2, 6.0))
    assert not is_falling((1.0, math.nan))


def test_twenty_examples_are_of_all_kinds():
    y = np.repeat(np.arange(10), [1000, 1, 1, 5, 50, 50, 50, 50, 50, 50])
    chosen = varied(y, 20, seed=0)
    assert len(set(chosen)) == 20
    assert set(y[chosen]) == set(range(10))


SPEC = Spec(
    model={"class_name": "Sequential", "config": {"layers": []}},
    loss="mse",
    optimizer={"class_name": "Adam", "config": {"learning_rate": 0.1}},
)


class Bench:
    """A lab whose networks score what a formula says."""

    def __init__(self, formula):
        self.formula, self.asked = formula, 0

    def trial(self, spec, seed, budget, most_seconds=math.inf):
        self.asked += 1
        return Trial(seed, self.formula(spec) + seed * 1e-4, (), 0.0)

    def trials(self, spec, seeds, budget):
        return [self.trial(spec, seed, budget) for seed in seeds]


def suspect(path, old, new, severity):
    return Finding(path, path, severity, "", {}, Fix(path, (Edit(path, old, new),)))


SCALE = suspect("inputs.scale", 1.0, 0.5, 0.9)
LOSS = suspect("loss", "mse", "mae", 0.5)
RATE = suspect("optimizer.learning_rate", 0.1, 0.01, 0.3)
BATCH = suspect("batch_size", 32, 64, 0.2)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (lambda s: 0.98 if s.inputs.scale == 0.5 else 0.5, [SCALE]),
        (lambda s: 0.98 if s.loss == "mae" else 0.5, [LOSS]),
        (lambda s: 0.98 if s.inputs.scale == 0.5 and s.batch_size == 64 else 0.5, [SCALE, BATCH]),
        (lambda s: 0.6 + 0.19 * (s.inputs.scale == 0.5) + 0.19 * (s.loss == "mae"), [SCALE, LOSS]),
        (lambda s: 0.98 - 0.5 * (s.loss == "mae") if s.inputs.scale == 0.5 else 0.4, [SCALE]),  # one of them does harm
        (lambda s: 0.98, []),
        (lambda s: 0.98 if s.epochs == 7 else 0.5, []),
    ],
)
def test_the_search_finds_the_smallest_cure(formula, expected):
    search = Search(Bench(formula), SPEC, (1, 2, 3), Budget(100, 1), math.inf, lambda text: None)
    assert search.run([BATCH, RATE, LOSS, SCALE]).causes == expected


def test_a_search_out_of_time_says_so():
    search = Search(Bench(lambda s: 0.9), SPEC, (1, 2, 3), Budget(100, 1), -math.inf, lambda text: None)
    assert search.run([SCALE, LOSS]).unfinished


@pytest.mark.parametrize(("deadline", "gains"), [(math.inf, [0.4, 0.4]), (-math.inf, [None, None])])
def test_what_each_change_gives_is_said_only_where_it_was_measured(deadline, gains):
    bench, budget = Bench(lambda s: 0.9 if s.inputs.scale == 0.5 and s.loss == "mae" else 0.5), Budget(100, 1)
    outcome = prove(bench, SPEC, Found([SCALE, LOSS], [], False), budget, 0.0, deadline, budget)
    assert [cause.gain and round(cause.gain, 3) for cause in outcome.causes] == gains


def test_of_two_fixes_of_one_place_the_more_suspected_is_tried():
    other = suspect("optimizer", {"class_name": "Adam", "learning_rate": 0.1}, {"class_name": "SGD"}, 0.1)
    bench = Bench(lambda s: 0.9 if s.optimizer["config"]["learning_rate"] == 0.01 else 0.2)
    search = Search(bench, SPEC, (1, 2, 3), Budget(100, 1), math.inf, lambda text: None)
    assert search.run([other, RATE]).causes == [RATE]


class NoisyBench(Bench):
    """A lab in which seeds matter more than the fix."""

    def trial(self, spec, seed, budget, most_seconds=math.inf):
        self.asked += 1
        mistakes = 0.05 * (1 + seed % 3)
        return Trial(seed, 1 - mistakes * (0.6 if spec.inputs.scale == 0.5 else 1.0), (), 0.0)


def test_a_gain_that_could_be_luck_is_asked_of_more_seeds():
    search = Search(NoisyBench(None), SPEC, (1, 2, 3), Budget(100, 1), math.inf, lambda text: None)
    assert search.run([SCALE]).causes == [SCALE]
    assert search.lab.asked > 6


class SlowBench(Bench):
    """A lab in which training for longer takes for ever."""

    def trial(self, spec, seed, budget, most_seconds=math.inf):
        if spec.epochs > SPEC.epochs:
            return Trial(seed, 0.0, (), 0.0, OUT_OF_TIME)
        return super().trial(spec, seed, budget)


def test_what_takes_too_long_is_left_out_and_said():
    longer = suspect("epochs", SPEC.epochs, 100 * SPEC.epochs, 0.95)
    bench = SlowBench(lambda spec: 0.9 if spec.inputs.scale == 0.5 else 0.5)
    found = Search(bench, SPEC, (1, 2, 3), Budget(100, 1), math.inf, lambda text: None).run([longer])
    assert found.causes == []
    assert found.unfinished


def test_a_fix_is_not_reported_without_the_one_it_needs():
    """A cross-entropy alone would do, but makes no sense without the activation."""
    activation = dataclasses.replace(RATE, check="wrong_output_activation")
    loss = dataclasses.replace(LOSS, needs=("wrong_output_activation", "wrong_output_units"))
    bench = Bench(lambda s: 0.98 if s.loss == "mae" else 0.5)
    search = Search(bench, SPEC, (1, 2, 3), Budget(100, 1), math.inf, lambda text: None)
    assert search.run([BATCH, loss, activation]).causes == [loss, activation]
    assert search.run([BATCH, loss]).causes == [loss]


def test_a_check_that_fails_is_a_line_in_the_report(tmp_path, monkeypatch, capsys):
    def broken(self, case):
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr(ConstantOutput, "measure", broken)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "program.py").write_text(PREAMBLE + UnfitLoss.healthy.replace("epochs=20", "epochs=200"))
    assert main(["debug", "program.py"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "this check failed, which is a mistake in Unstuck: ZeroDivisionError: of all things" in said


def test_accuracy_of_amounts_is_advised_against(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    amounts = (
        "model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])\nmodel.compile('adam', 'mse', {metrics})\n"
    )
    fit = "model.fit(x, x @ np.arange(8.0), epochs=100)\n"
    for metrics, told in (("['accuracy']", True), ("['mae']", False)):
        (tmp_path / "program.py").write_text(PREAMBLE + amounts.replace("{metrics}", f"metrics={metrics}") + fit)
        main(["debug", "program.py"])
        assert ("for amounts it says nothing" in " ".join(capsys.readouterr().out.split())) is told
