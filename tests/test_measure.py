"""What is measured of a classifier, against numbers that others have published or that are counted by hand."""

import keras
import numpy as np
import pytest

from unstuck.data import Dataset, load
from unstuck.errors import UnstuckError
from unstuck.measure import calibration, doubtful_labels, doubts, evaluation_of, out_of_fold, weight_pictures, wilson

RANDOM = np.random.default_rng(0)
NAMES = ("cat", "dog", "emu")


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [  # R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Stat. Med. 17 (1998), table I
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_s_interval_as_newcombe_gives_it(right, count, low, high):
    assert wilson(right / count, count) == pytest.approx((low, high), abs=5e-5)


def test_wilson_s_interval_stays_between_0_and_1():
    assert 1 - 1e-12 < wilson(1.0, 10)[1] <= 1
    assert wilson(0.0, 0) == (0.0, 1.0)


SHARES = np.array(
    [
        *([0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.1, 0.9, 0.0]),
        *([0.0, 0.1, 0.9], [0.5, 0.3, 0.2], [0.1, 0.85, 0.05], [0.3, 0.3, 0.4]),
    ]
)
LABELS = np.array([0, 0, 0, 1, 1, 1, 1, 2])  # answers: 0 0 1 1 2 0 1 2


def test_an_evaluation_is_what_one_counts():
    found = evaluation_of(SHARES, LABELS, NAMES)
    assert found.accuracy.share == 5 / 8
    assert (found.accuracy.low, found.accuracy.high) == wilson(5 / 8, 8)
    assert found.baseline == 0.5
    assert found.confusion == ((2, 1, 0), (1, 2, 1), (0, 0, 1))
    assert [each.recall.share for each in found.classes] == pytest.approx([2 / 3, 2 / 4, 1])
    assert [each.precision.share for each in found.classes] == pytest.approx([2 / 3, 2 / 3, 1 / 2])
    assert [each.precision.count for each in found.classes] == [3, 3, 2]
    assert [(m.truth, m.answer, m.count, m.of) for m in found.mixups] == [
        *(("cat", "dog", 1, 3), ("dog", "cat", 1, 4), ("dog", "emu", 1, 4)),
    ]
    assert [(m.index, m.truth, m.answer, m.confidence, m.share_of_truth) for m in found.mistakes] == [
        *((4, "dog", "emu", 0.9, 0.1), (2, "cat", "dog", 0.7, 0.2), (5, "dog", "cat", 0.5, 0.3)),
    ]


def test_a_class_without_images_has_no_score():
    found = evaluation_of(SHARES[:4, :], np.array([0, 0, 1, 1]), NAMES)
    emu = found.classes[2]
    assert (emu.recall.count, emu.precision.count) == (0, 0)
    assert (emu.recall.low, emu.recall.high) == (0, 1)
    assert found.mistakes == ()
    assert found.mixups == ()


def test_the_calibration_error_is_the_mean_gap():
    confidence = np.array([0.95, 0.95, 0.95, 0.95, 0.55, 0.55])
    right = np.array([True, True, True, False, True, False])
    measured = calibration(confidence, right)
    assert measured.error == pytest.approx((4 * 0.2 + 2 * 0.05) / 6)
    assert [(each.count, each.accuracy) for each in measured.bins] == [(2, 0.5), (4, 0.75)]


def test_a_network_that_tells_the_truth_is_calibrated():
    confidence = RANDOM.uniform(0.3, 1, 40_000)
    honest = calibration(confidence, RANDOM.random(40_000) < confidence)
    boastful = calibration(confidence, RANDOM.random(40_000) < confidence - 0.2)
    assert honest.error < 0.02
    assert boastful.error == pytest.approx(0.2, abs=0.02)
    assert sum(each.count for each in honest.bins) == 40_000


def test_certainty_and_its_opposite_have_a_bin():
    assert [each.count for each in calibration(np.array([0.0, 1.0]), np.array([False, True])).bins] == [1, 1]


# Doubtful labels


def test_confident_learning_by_hand():
    """The thresholds are 0.6, 0.7 and 0.5: the means of the own shares."""
    shares = np.array(
        [
            *([0.9, 0.1, 0.0], [0.2, 0.75, 0.05], [0.7, 0.2, 0.1]),  # called 0: mean 0.6
            *([0.1, 0.9, 0.0], [0.3, 0.5, 0.2]),  # called 1: mean 0.7
            *([0.45, 0.05, 0.5], [0.0, 0.5, 0.5]),  # called 2: mean 0.5
        ]
    )
    found = doubts(shares, np.array([0, 0, 0, 1, 1, 2, 2]))
    assert found.rows.tolist() == [1]
    assert found.suggested.tolist() == [1]
    assert found.confident.tolist() == [True]  # 0.75 is above 0.7
    assert (found.own[0], found.other[0]) == (0.2, 0.75)


def test_what_is_merely_unsure_is_no_confident_doubt():
    shares = np.array([[0.9, 0.1], [0.8, 0.2], [0.45, 0.55], [0.1, 0.9], [0.0, 1.0]])
    found = doubts(shares, np.array([0, 0, 0, 1, 1]))
    assert found.rows.tolist() == [2]
    assert found.confident.tolist() == [False]  # 0.55 is not what it says of those that are 1


@pytest.fixture(scope="module")
def flipped():
    """Digits of which a twentieth has been given another label."""
    mnist = load("mnist")
    y = mnist.y_train[:3000].astype(int)
    wrong = RANDOM.permutation(3000)[:150]
    y[wrong] = (y[wrong] + RANDOM.integers(1, 10, 150)) % 10
    cut = 2400
    dataset = Dataset("flipped", mnist.x_train[:cut], y[:cut], mnist.x_train[cut:3000], y[cut:], mnist.class_names)
    return dataset, set(wrong.tolist())


def test_flipped_labels_are_found(flipped):
    dataset, wrong = flipped
    problems = doubtful_labels(dataset)
    assert [problem.kind for problem in problems] == ["doubtful_test", "doubtful"]
    suspects = [suspect for problem in problems for suspect in problem.suspects]
    rows = [s.place.index + (len(dataset.x_train) if s.place.part == "test" else 0) for s in suspects]
    found = [row for row in rows if row in wrong]
    assert len(found) >= 0.8 * len(wrong)  # recall: confident learning would rather miss one than accuse a right one
    assert len(found) >= 0.75 * len(rows)  # precision


def test_folds_are_answered_by_networks_that_have_not_seen_them():
    """Random labels can only be known by heart: out of fold there is nothing to know."""
    x = RANDOM.integers(0, 256, (240, 8, 8)).astype("uint8")
    y = RANDOM.integers(0, 2, 240)
    shares = out_of_fold(x, y, 2)
    assert shares.sum(axis=1) == pytest.approx(np.ones(240), abs=1e-4)
    assert (shares.argmax(axis=1) == y).mean() < 0.65


def test_too_few_images_to_doubt_are_told():
    x, y = RANDOM.integers(0, 256, (40, 8, 8)).astype("uint8"), np.arange(40) % 8
    with pytest.raises(UnstuckError, match="at least 10 images"):
        doubtful_labels(Dataset("few", x[:32], y[:32], x[32:], y[32:], tuple("abcdefgh")))


# Weights


def test_weights_of_a_linear_network_are_pictures():
    layers = keras.layers
    model = keras.Sequential([layers.Input((3, 4, 2)), layers.Flatten(), layers.Dense(5)])
    kernel = RANDOM.normal(size=(24, 5)).astype("float32")
    model.layers[-1].set_weights([kernel, np.zeros(5)])
    pictures = weight_pictures(model)
    assert pictures.shape == (5, 3, 4)
    assert pictures[2, 1, 3] == pytest.approx(kernel[(1 * 4 + 3) * 2 : (1 * 4 + 3) * 2 + 2, 2].sum(), rel=1e-5)


def test_hidden_layers_have_no_pictures():
    layers = keras.layers
    model = keras.Sequential([layers.Input((3, 4)), layers.Flatten(), layers.Dense(5), layers.Dense(2)])
    assert weight_pictures(model) is None
    assert (
        weight_pictures(keras.Sequential([layers.Input((3, 4)), layers.GlobalAveragePooling1D(), layers.Dense(2)]))
        is None
    )
