"""Whether outputs go with labels, against tests of SciPy's and against labels in other orders."""

import numpy as np
import pytest
from scipy.stats import mannwhitneyu, norm

from unstuck.debug.knowledge import BEYOND_CHANCE, knowledge
from unstuck.debug.task import infer_task


def test_two_classes_are_the_test_of_mann_and_whitney():
    rng = np.random.default_rng(0)
    labels = (rng.random(200) < 0.2).astype(int)
    outputs = (rng.normal(size=200) + 0.4 * labels).round(1)[:, None]  # rounded: with ties
    p = mannwhitneyu(
        outputs[labels == 1, 0],
        outputs[labels == 0, 0],
        alternative="greater",
        method="asymptotic",
        use_continuity=False,
    ).pvalue
    assert knowledge(outputs, labels, infer_task(labels)) == pytest.approx(norm.isf(p), rel=1e-9)


@pytest.mark.parametrize("kind", ["classes", "one-hot", "amounts", "yes or no thrice"])
def test_labels_in_other_orders_give_mean_0_and_deviation_1(kind):
    rng = np.random.default_rng(1)
    labels = {
        "classes": rng.integers(0, 4, 120),
        "one-hot": np.eye(4)[rng.integers(0, 4, 120)],
        "amounts": rng.normal(size=(120, 1)),
        "yes or no thrice": rng.integers(0, 2, (120, 3)),
    }[kind]
    units = {"amounts": 1, "yes or no thrice": 3}.get(kind, 4)
    outputs = rng.normal(size=(120, units)) ** 3
    task = infer_task(labels, units)
    values = [knowledge(outputs, rng.permutation(labels), task) for _ in range(2000)]
    assert np.mean(values) == pytest.approx(0, abs=0.08)
    assert np.std(values) == pytest.approx(1, abs=0.08)


def test_what_says_nothing_is_0():
    labels = np.array([0, 1] * 20)
    task = infer_task(labels)
    assert knowledge(np.full((40, 1), 0.3), labels, task) == 0
    assert knowledge(np.full((40, 1), np.nan), labels, task) == 0


def test_a_rare_class_that_is_never_answered_may_be_known():
    rng = np.random.default_rng(2)
    labels = (rng.random(400) < 0.06).astype(int)
    chances = (0.05 + 0.1 * labels + rng.uniform(0, 0.1, 400))[:, None]
    assert (chances < 0.5).all()
    assert knowledge(chances, labels, infer_task(labels)) > BEYOND_CHANCE
    assert knowledge(-chances, labels, infer_task(labels)) < -BEYOND_CHANCE
