"""Images that are there twice are found, however they were saved again, and what merely looks alike is not."""

import io

import numpy as np
import pytest
from PIL import Image

from unstuck.data import load
from unstuck.data.drift import by_luck, drifts, kolmogorov_smirnov
from unstuck.data.light import light_of
from unstuck.data.twins import equal_pairs, near_pairs

RANDOM = np.random.default_rng(0)
CHANGES = {
    "noise": lambda image: np.clip(image + RANDOM.normal(0, 5, image.shape), 0, 255),
    "darker": lambda image: image * 0.8,
    "brighter": lambda image: np.clip(image * 0.7 + 60, 0, 255),
    "jpeg": lambda image: _jpeg(image),
}


def _jpeg(image):
    content = io.BytesIO()
    Image.fromarray(image).save(content, "JPEG", quality=80)
    return np.asarray(Image.open(content))


@pytest.fixture(scope="module")
def digits():
    return load("mnist").x_train[:5_000]


def test_equal_images_are_named_with_the_first_of_them():
    x = np.arange(6 * 4, dtype="uint8").reshape(6, 2, 2)
    x[2], x[4], x[5] = x[0], x[0], x[3]
    assert equal_pairs(x).tolist() == [[2, 0], [4, 0], [5, 3]]
    assert equal_pairs(x[:2]).shape == (0, 2)


@pytest.mark.parametrize("change", CHANGES)
def test_copies_are_found_and_nothing_else(digits, change):
    originals = np.arange(0, len(digits), 50)
    copies = np.stack([CHANGES[change](digits[place]) for place in originals]).astype("uint8")
    pairs, distances = near_pairs(np.concatenate([digits, copies]))
    expected = {(len(digits) + number, place) for number, place in enumerate(originals.tolist())}
    found = {tuple(pair) for pair in pairs.tolist()}
    assert len(found & expected) >= 0.97 * len(expected)
    assert not found - expected
    assert (np.diff(distances) >= 0).all()


def test_a_distance_is_the_correlation_of_the_images():
    x = RANDOM.integers(0, 256, (300, 16, 16)).astype("float32")
    x[7] = x[3] + RANDOM.normal(0, 2, (16, 16))
    pairs, distances = near_pairs(x)
    assert pairs.tolist() == [[7, 3]]
    assert 1 - distances[0] ** 2 / 2 == pytest.approx(np.corrcoef(x[3].ravel(), x[7].ravel())[0, 1], abs=1e-6)


def test_a_copy_of_a_copy_is_told_once():
    x = RANDOM.integers(0, 256, (200, 12, 12, 3)).astype("uint8")
    for place in (50, 100, 150):
        x[place] = np.clip(x[10].astype(int) + RANDOM.integers(-3, 4, (12, 12, 3)), 0, 255)
    assert sorted(near_pairs(x)[0][:, 0].tolist()) == [50, 100, 150]


def test_colour_counts():
    x = np.zeros((40, 8, 8, 3), "uint8")
    x[:, 2:6, 2:6] = RANDOM.integers(40, 256, (40, 1, 1, 3))  # one form in forty colours
    assert len(near_pairs(x)[0]) < 10


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_few_or_blank_images_have_no_twins(count):
    assert near_pairs(np.full((count + 2, 9, 7), 3.5))[0].shape == (0, 2)
    assert near_pairs(RANDOM.random((count + 2, 1, 1)))[0].shape == (0, 2)


def test_all_of_a_uniform_data_set_are_no_twins():
    """What all images share says nothing about two of them."""
    base = RANDOM.integers(0, 256, (20, 20)).astype("float32")
    x = base + RANDOM.normal(0, 3, (400, 20, 20))
    assert near_pairs(x)[0].shape == (0, 2)


# Light and drift


def test_light_is_a_share_of_the_range():
    x = np.zeros((4, 10, 10), "uint8")
    x[0, :5], x[1], x[2, 0, :5] = 200, 20, 200
    x[3] = 190 + RANDOM.integers(0, 10, (10, 10))
    light = light_of(x, 0, 200)
    assert light.brightness[:2] == pytest.approx([0.5, 0.1])
    assert light.contrast[:2] == pytest.approx([0.5, 0.0])
    assert light.blank.tolist() == [False, True, False, False]
    assert light.is_dark.tolist() == [False, False, False, False]  # five bright pixels are something bright
    assert light.is_glaring.tolist() == [False, False, False, True]


def test_the_distance_of_two_samples_is_counted():
    assert kolmogorov_smirnov(np.arange(10), np.arange(10)) == 0
    assert kolmogorov_smirnov(np.arange(10), np.arange(10) + 20) == 1
    one, other = RANDOM.normal(size=400), RANDOM.normal(0.5, size=300)
    levels = np.linspace(-4, 5, 2001)
    counted = max(abs((one <= level).mean() - (other <= level).mean()) for level in levels)
    assert kolmogorov_smirnov(one, other) == pytest.approx(counted, abs=0.01)


def test_luck_seldom_goes_so_far():
    """The table's value for large samples: 1.949 · sqrt((n + m) / nm) at 0.001."""
    assert by_luck(1000, 1000) == pytest.approx(1.949 * np.sqrt(2 / 1000), rel=1e-3)


def drift_of(shift, shares, n=2000):
    x = RANDOM.integers(0, 100, (n, 6, 6)).astype("uint8")
    y = RANDOM.integers(0, 2, n)
    x_test = (RANDOM.integers(0, 100, (n, 6, 6)) + shift).astype("uint8")
    y_test = RANDOM.choice(2, n, p=shares)
    return drifts(light_of(x, 0, 200), light_of(x_test, 0, 200), y, y_test)


def test_drift_is_told_where_there_is_some():
    assert drift_of(0, [0.5, 0.5]) == ()
    brighter, *others = drift_of(40, [0.5, 0.5])
    assert (brighter.quantity, others) == ("brightness", [])
    assert brighter.test - brighter.train == pytest.approx(0.2, abs=0.01)
    (classes,) = drift_of(0, [0.9, 0.1])
    assert classes.quantity == "classes"
    assert classes.distance == pytest.approx(0.4, abs=0.04)
